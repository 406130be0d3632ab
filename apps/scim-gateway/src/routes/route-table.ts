import { Failure } from '@rollcall/gateway-kit';
import type { FastifyRequest } from 'fastify';

/** The routes of the public port, as they were registered. */
export class RouteTable {
  private readonly routes = new Map<string, { readonly segments: readonly string[]; readonly methods: Set<string> }>();

  add(template: string, method: string): void {
    const route = this.routes.get(template) ?? { segments: segmentsOf(template), methods: new Set() };
    this.routes.set(template, route);
    route.methods.add(method);
  }

  /** Every method and template, for the test that no route is open. */
  all(): { readonly method: string; readonly template: string }[] {
    return [...this.routes].flatMap(([template, { methods }]) => [...methods].map((method) => ({ method, template })));
  }

  /**
   * The route whose template matches the path, whatever the method; literal segments take precedence over parameters.
   */
  at(path: string): { readonly template: string; readonly methods: readonly string[] } | undefined {
    const segments = segmentsOf(path);
    const fitting = [...this.routes].filter(([, route]) => fits(route.segments, segments));
    const [first] = fitting.sort(([a], [b]) => a.split(':').length - b.split(':').length);
    return first && { template: first[0], methods: [...first[1].methods] };
  }
}

const fits = (template: readonly string[], path: readonly string[]) =>
  template.length === path.length && template.every((segment, i) => segment.startsWith(':') || segment === path[i]);

/** Without empty segments: double slashes and a trailing one are ignored. */
function segmentsOf(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '');
}

/**
 * The address of searches looks like that of a resource (RFC 7644 §3.4.3): all methods but POST come to the routes of one.
 * @throws Failure 405
 */
export function assertNoSearch({ params, routeOptions: { url = '' } }: FastifyRequest): void {
  if (!/\/(?:users|groups)\/:id$/i.test(url)) return;
  if ((params as { readonly id: string }).id.toLowerCase() !== '.search') return; // the route's template has it
  const detail =
    'This address takes searches by POST, and nothing else. Its body is a search request, with "filter" and the like.';
  throw new Failure('method-not-allowed', { status: 405, detail, headers: { allow: 'POST' } });
}

/** SCIM endpoints that this service does not have, and what to do instead. */
const without: Readonly<Record<string, string>> = {
  me: 'The person whose token it is can be read at /Me, and changed at the address that meta.location says.',
};

/**
 * Why a request has no route: the method (405, with the allowed ones), an endpoint not supported (501), or an unknown
 * path (404).
 */
export function notServed(routes: RouteTable, request: FastifyRequest): Failure {
  const path = pathOf(request.url);
  const [, , endpoint = '', ...rest] = segmentsOf(path.toLowerCase());
  if (endpoint === '' && segmentsOf(path.toLowerCase()).join('/') === 'scim/v2')
    return new Failure('base-url', { status: 404, detail: baseUrl });
  const isScim = path.toLowerCase().replaceAll(/\/+/g, '/').startsWith('/scim/v2/');
  const sentence = isScim ? (without[rest.at(-1) ?? ''] ?? without[endpoint]) : undefined;
  if (sentence !== undefined) return new Failure('not-implemented', { status: 501, detail: sentence });
  const route = routes.at(path);
  if (route) {
    request.scim.route = route.template;
    const allow = route.methods.join(', ');
    const detail = `This address takes ${allow} and not ${request.method}.`;
    return new Failure('method-not-allowed', { status: 405, detail, headers: { allow } });
  }
  return new Failure('route-unknown', { detail: unknownAddress });
}

const baseUrl =
  'This is the base URL, and the token is good: enter it as it is. By itself it holds nothing to read; /Users, /Groups and /ServiceProviderConfig do.';

const unknownAddress =
  'Nothing is served at this address. The base URL to enter in the identity provider ends in /scim/v2; /Users and the rest are added by it.';

function pathOf(url: string): string {
  const end = url.indexOf('?');
  return end < 0 ? url : url.slice(0, end);
}

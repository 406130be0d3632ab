import { jsonSchemasOf, neverNull, WouldChange, type Class, type JsonSchema } from '@rollcall/contracts';
import { permissions } from '../auth/permissions.js';
import type { openApi } from '../contract/about-routes.js';
import { allRoutes } from '../contract/all-routes.js';
import type { AnswerOf, Part, RouteContract } from '../contract/define-route.js';
import { problemTable } from '../errors/problem-table.js';

type Json = Record<string, unknown>;

const schemasAt = '#/components/schemas/';

let made: AnswerOf<typeof openApi> | undefined;

/** The OpenAPI 3.1 document of this API, made from the contracts of its routes: once, since it takes some time. */
export function openApiDocument(): AnswerOf<typeof openApi> {
  made ??= documentOfRoutes();
  return made;
}

function documentOfRoutes(): AnswerOf<typeof openApi> {
  const paths: Record<string, Json> = {};
  for (const route of allRoutes) {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
    (paths[path] ??= {})[route.method.toLowerCase()] = operationOf(route);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Rollcall workspace API',
      version: '1',
      description:
        "The product's own side: sign-in, people, custom roles, teams, SCIM tokens and settings, the reconciler.",
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: { ...componentsOf(), Problem: problemSchema },
      parameters: { Background: backgroundParameter },
      securitySchemes,
    },
  };
}

const securitySchemes = {
  bearer: { type: 'http', scheme: 'bearer' },
  cookie: { type: 'apiKey', in: 'cookie', name: 'rollcall' },
  auditToken: { type: 'http', scheme: 'bearer', description: 'An audit token (`POST /api/audit/tokens`).' },
};

const problemSchema = {
  type: 'object',
  description: 'RFC 9457. `code` is stable.',
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    code: { type: 'string' },
    requestId: { type: 'string', format: 'uuid' },
    problems: {
      type: 'array',
      items: {
        type: 'object',
        properties: { at: { type: 'string' }, problem: { type: 'string' } },
        required: ['at', 'problem'],
      },
    },
    facts: { type: 'object' },
  },
  required: ['type', 'title', 'status', 'detail', 'code', 'requestId'],
};

function operationOf(route: RouteContract): Json {
  const { name, tag, summary, about, access, confirmed, auditToken, body, noBodyNeeded } = route;
  const who = access === 'open' ? 'Open to everybody.' : `For ${permissions[access].join(', ')} (\`${access}\`).`;
  return {
    operationId: name,
    tags: [tag],
    summary,
    description: [
      about,
      who,
      auditToken && 'An audit token opens it too.',
      confirmed && aboutConfirmation,
      aboutRetries(route),
      aboutNoDryRun(route),
    ]
      .filter((part) => part !== undefined)
      .join(' '),
    security: access === 'open' ? [] : [{ bearer: [] }, { cookie: [] }, ...(auditToken ? [{ auditToken: [] }] : [])],
    // For programs: the user types that may, a custom role by its base. Where it is absent, everybody may.
    ...(access === 'open' ? {} : { 'x-user-types': permissions[access] }),
    parameters: parametersOf(route),
    ...(body ? { requestBody: { required: !noBodyNeeded, content: jsonOf(body) } } : {}),
    responses: responsesOf(route),
  };
}

const aboutConfirmation = 'The password must have been given a short time ago (`POST /api/session/confirm`).';

/** Of writes that have none: a client learns here that the header is refused. */
function aboutNoDryRun({ method, dryRun }: RouteContract): string | undefined {
  return method === 'GET' || dryRun
    ? undefined
    : 'There is no dry run of it: with `Rollcall-Dry-Run: true` it is refused.';
}

function aboutRetries({ retryKey }: RouteContract): string | undefined {
  return typeof retryKey === 'object' ? `No \`Idempotency-Key\` is taken: ${retryKey.none}.` : undefined;
}

function parametersOf({ method, access, background, params, query, ifMatch, retryKey, dryRun }: RouteContract): Json[] {
  const mayBeBackground = method === 'GET' && access !== 'open' && background !== true;
  const header = (name: string, description: string, schema: Json) => ({ name, in: 'header', description, schema });
  return [
    ...partsOf(params, 'path'),
    ...partsOf(query, 'query'),
    ...(ifMatch === true
      ? [header('If-Match', 'ETags of earlier answers: the change is made only if one still fits.', ifMatchSchema)]
      : []),
    ...(retryKey === true
      ? [header('Idempotency-Key', 'A UUIDv7: sent again with it, the request has one effect.', retryKeySchema)]
      : []),
    ...(dryRun === true ? [header('Rollcall-Dry-Run', aboutDryRun, dryRunSchema)] : []),
    ...(mayBeBackground ? [{ $ref: '#/components/parameters/Background' }] : []),
  ];
}

/** Any request may carry it; documented is where a page asks by itself. */
const backgroundParameter = {
  name: 'Rollcall-Background',
  in: 'header',
  description:
    '`true`: nobody asked for this, so it does not keep the session from ending unused. Any other value is as if it were not there.',
  schema: { type: 'string' },
};
const ifMatchSchema = { type: 'string', pattern: '^(\\*|(W/)?"\\d{1,15}"(, ?(W/)?"\\d{1,15}"){0,19})$' };
const aboutDryRun =
  '`true`: the request is checked and decided like any other, and nothing is saved. The answer is the one that it would get, without `ETag`, and says in `wouldChange` what would change; where it has no body, in the header `Rollcall-Would-Change`.';
const dryRunSchema = { type: 'string', pattern: '^([Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee])$' };
const hex = (length: number) => `[0-9a-fA-F]{${length}}`;
const retryKeySchema = {
  type: 'string',
  format: 'uuid',
  pattern: `^${hex(8)}-${hex(4)}-7${hex(3)}-[89abAB]${hex(3)}-${hex(12)}$`,
};

function partsOf(of: Part, place: 'path' | 'query'): Json[] {
  if (!of) return [];
  const { properties, required = [] } = jsonSchemasOf([of], schemasAt, 'refused')[of.name] as ObjectSchema;
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema,
  }));
}

function responsesOf(route: RouteContract): Json {
  const { status, answer, frames, text, params, body, access, refusals = [] } = route;
  const responses: Record<string, Json> = {};
  for (const each of status) {
    responses[String(each)] = {
      description: 'Done.',
      ...headersOf(route),
      ...(answer ? { content: route.dryRun ? jsonOfDryRun(answer) : jsonOf(answer) } : {}),
      ...(frames ? { content: eventsOf(frames) } : {}),
      ...(text ? { content: Object.fromEntries(text.map((type) => [type, { schema: { type: 'string' } }])) } : {}),
    };
  }
  const usual = [
    ...(access === 'open'
      ? []
      : ([
          'session-missing',
          'session-ended',
          'forbidden',
          route.auditToken ? 'audit-token-refused' : 'audit-token-elsewhere',
        ] as const)),
    ...(route.confirmed === true ? (['confirmation-needed'] as const) : []),
    ...(params ? (['route-unknown', 'address-too-long'] as const) : []),
    ...(body ? (['body-malformed', 'body-too-large', 'media-type'] as const) : (['media-type'] as const)),
    'request-malformed',
    'headers-too-large',
    'request-invalid',
    'cross-site',
    'rate-limit',
    'unavailable',
    ...(route.ifMatch === true ? (['if-match-invalid'] as const) : []),
    ...(route.retryKey === true ? (['retry-key-invalid', 'retry-key-reused', 'under-way'] as const) : []),
    ...(route.method === 'GET' ? [] : (['outcome-unknown', 'invalid-message', 'dry-run-invalid'] as const)),
    ...(route.method === 'GET' || route.dryRun ? [] : (['dry-run-unsupported'] as const)),
  ] as const;
  const byStatus = Map.groupBy(new Set([...usual, ...refusals]), (code) => problemTable[code].status);
  for (const [code, names] of [...byStatus].sort(([a], [b]) => a - b)) {
    const description = names.map((each) => `\`${each}\`: ${problemTable[each].title}.`).join(' ');
    responses[String(code)] = {
      description,
      content: { 'application/problem+json': { schema: { $ref: `${schemasAt}Problem` } } },
    };
  }
  return responses;
}

function headersOf({ etag, answer, dryRun }: RouteContract): Json {
  const text = { schema: { type: 'string' } };
  const headers = {
    ...(etag === true ? { ETag: text } : {}),
    ...(dryRun ? { 'Rollcall-Dry-Run': { description: '`true` in every answer to a dry run.', ...text } } : {}),
    ...(dryRun && !answer ? { 'Rollcall-Would-Change': { description: aboutHeader, ...text } } : {}),
  };
  return Object.keys(headers).length === 0 ? {} : { headers };
}

const aboutHeader =
  'Of a dry run: `WouldChange` as JSON in ASCII, with the names of attributes in place of their changes, and at most 50 ids.';

/** What is answered, or what a dry run answers. */
function jsonOfDryRun({ name }: Class): Json {
  return {
    'application/json': { schema: { anyOf: [{ $ref: schemasAt + name }, { $ref: schemasAt + ofDryRun(name) }] } },
  };
}

const ofDryRun = (name: string) => `${name}OfDryRun`;

/** The answers of routes that have a dry run, with what would change. */
function answersOfDryRuns(schemas: Readonly<Record<string, JsonSchema>>): Record<string, JsonSchema> {
  const names = allRoutes.flatMap(({ answer, dryRun }: RouteContract) => (answer && dryRun ? answer.name : []));
  return Object.fromEntries(
    names.map((name) => {
      const { properties, required = [], ...rest } = schemas[name] as ObjectSchema;
      const wouldChange = { $ref: `${schemasAt}${WouldChange.name}` };
      return [
        ofDryRun(name),
        { ...rest, properties: { ...properties, wouldChange }, required: [...required, 'wouldChange'] },
      ];
    }),
  );
}

function jsonOf({ name }: Class): Json {
  return { 'application/json': { schema: { $ref: `${schemasAt}${name}` } } };
}

/** The schema of a stream is that of the data of one event: clients that are generated take it so. */
function eventsOf(frames: readonly Class[]): Json {
  return { 'text/event-stream': { schema: { anyOf: frames.map(({ name }) => ({ $ref: schemasAt + name })) } } };
}

/** The classes of all that is asked and answered, by their names. */
function componentsOf(): Record<string, JsonSchema> {
  const answers = [...allRoutes.flatMap(({ answer, frames }) => frames ?? answer ?? []), WouldChange];
  const bodies = allRoutes.flatMap(({ body }) => body ?? []);
  const schemas = jsonSchemasOf([...answers, ...bodies], schemasAt, 'refused');
  const answered = jsonSchemasOf(answers, schemasAt, 'refused');
  Object.assign(answered, answersOfDryRuns(answered));
  Object.assign(schemas, answersOfDryRuns(schemas));
  const names = Object.keys(schemas).sort((a, b) => (a < b ? -1 : 1));
  return Object.fromEntries(
    names.map((name) => [name, answered[name] ? neverNull(answered[name]) : (schemas[name] ?? {})]),
  );
}

interface ObjectSchema extends JsonSchema {
  readonly properties: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
}

import { describe, expect, it } from 'vitest';
import { allRoutes } from '../contract/all-routes.js';
import { openApiDocument } from './document.js';

interface Operation {
  readonly description: string;
  readonly parameters: readonly { readonly name: string; readonly in: string }[];
  readonly responses: Readonly<Record<string, { readonly headers?: object }>>;
}

const paths = openApiDocument()['paths'] as Record<string, Record<string, Operation>>;
const operationOf = ({ path, method }: { path: string; method: string }) =>
  paths[path.replaceAll(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()];

describe('the OpenAPI document', () => {
  it.each(allRoutes.map((route) => [`${route.method} ${route.path}`, route] as const))(
    '%s: a POST takes an Idempotency-Key or says why not; what takes If-Match answers 412',
    (_name, route) => {
      const operation = operationOf(route);
      const headers = operation?.parameters.filter((each) => each.in === 'header').map(({ name }) => name) ?? [];
      const saysNone = operation?.description.includes('No `Idempotency-Key` is taken: ') ?? false;
      expect([headers.includes('Idempotency-Key'), saysNone].filter(Boolean)).toHaveLength(
        route.method === 'POST' ? 1 : 0,
      );
      expect(Object.keys(operation?.responses ?? {}).includes('412')).toBe(headers.includes('If-Match'));
    },
  );

  it('says of each operation what the server itself refuses: 431 of all, 414 of those with a value in the path', () => {
    const answering = (status: string) =>
      allRoutes.filter((route) => operationOf(route)?.responses[status]).map(({ name }) => name);
    expect(answering('431')).toEqual(allRoutes.map(({ name }) => name));
    expect(answering('414')).toEqual(allRoutes.filter(({ path }) => path.includes(':')).map(({ name }) => name));
  });
});

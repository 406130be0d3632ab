import { describe, expect, it } from 'vitest';
import { unauthorised } from './unauthorised.ts';

const document = {
  paths: {
    '/api/openapi.json': { get: {} },
    '/api/users': { get: { 'x-user-types': ['admin', 'member'] } },
    '/api/roles/{roleId}': { delete: { 'x-user-types': ['admin'] } },
  },
};

const exchange = (method: string, path: string, status: number) => ({
  request: { method, url: `http://127.0.0.1:8090${path}` },
  response: { status },
});

describe('an unauthorised success', () => {
  const run = [
    exchange('GET', '/api/openapi.json', 200),
    exchange('GET', '/api/users?limit=5', 200),
    exchange('DELETE', '/api/roles/x', 204),
    exchange('DELETE', '/api/roles/y', 204),
    exchange('POST', '/api/users', 403),
    exchange('POST', '/api/users', 0),
    exchange('PUT', '/api/secret', 200),
  ];

  it.each([
    ['nobody', ['GET /api/users: 200', 'DELETE /api/roles/{roleId}: 204', 'PUT /api/secret: 200']],
    ['member', ['DELETE /api/roles/{roleId}: 204', 'PUT /api/secret: 200']],
    ['admin', ['PUT /api/secret: 200']],
  ] as const)('is what the document does not allow to %s', (who, found) => {
    expect(unauthorised(who, run, document)).toEqual(found);
  });
});

import { describe, expect, it } from 'vitest';
import { limits } from '../limits/limits.js';
import { Urns } from '../schemas/urns.js';
import { withIds } from './bulk-references.js';
import { readBulkRequest, type BulkOperation } from './bulk-request.js';

const bulk = (Operations: unknown, of: object = {}) =>
  readBulkRequest({ schemas: [Urns.bulkRequest], Operations, ...of });
const one = (operation: unknown) => bulk([operation]).operations[0];
const ann = { userName: 'ann@example.com' };
const refused = (status: number, detail: string) =>
  expect.objectContaining({ status, detail: expect.stringContaining(detail) }) as Error;

describe('the body of a bulk request (RFC 7644 §3.7)', () => {
  it('is read with names in any case', () => {
    expect(
      readBulkRequest({
        schemas: [Urns.bulkRequest],
        failOnErrors: 2,
        operations: [
          { METHOD: 'post', path: '/Users', bulkId: 'qwerty', data: ann },
          { method: 'PUT', path: '/Users/1', version: 'W/"3"', data: ann },
          { method: 'PATCH', path: 'groups/bulkId:g/', data: { Operations: [] } },
          { method: 'DELETE', path: '/Groups/2', version: 'W/"1"', data: { ignored: true } },
        ],
      }),
    ).toEqual({
      failOnErrors: 2,
      operations: [
        { method: 'POST', endpoint: '/Users', bulkId: 'qwerty', data: ann },
        { method: 'PUT', endpoint: '/Users', id: '1', version: 'W/"3"', data: ann },
        { method: 'PATCH', endpoint: '/Groups', id: 'bulkId:g', data: { Operations: [] } },
        { method: 'DELETE', endpoint: '/Groups', id: '2', version: 'W/"1"' },
      ],
    });
  });

  it.each<[string, unknown, number, string]>([
    ['no list of operations', { schemas: [Urns.bulkRequest] }, 400, 'BulkRequest message'],
    ['no object', [], 400, 'BulkRequest message'],
    ['failOnErrors of nothing', { Operations: [], failOnErrors: 0 }, 400, 'failOnErrors must be a whole number'],
    ['failOnErrors as a text', { Operations: [], failOnErrors: '1' }, 400, 'failOnErrors must be a whole number'],
    [
      'the same bulkId twice',
      { Operations: ['a', 'a'].map((bulkId) => ({ method: 'POST', path: '/Users', bulkId, data: ann })) },
      400,
      'same bulkId',
    ],
  ])('with %s is refused whole', (_, body, status, detail) => {
    expect(() => readBulkRequest(body)).toThrow(refused(status, detail));
  });

  it('may hold 1,000 operations, and not one more: the error names the limit (RFC 7644 §3.7.4)', () => {
    const deletes = (count: number) =>
      Array.from({ length: count }, (_, at) => ({ method: 'DELETE', path: `/Users/${at}` }));
    expect(bulk(deletes(limits.bulkOperations)).operations).toHaveLength(1_000);
    expect(() => bulk(deletes(limits.bulkOperations + 1))).toThrow(refused(413, 'exceeds the maxOperations (1000).'));
  });

  it.each<[unknown, number, string]>([
    [5, 400, 'must be an object'],
    [{ path: '/Users', data: ann }, 400, 'POST, PUT, PATCH or DELETE'],
    [{ method: 'GET', path: '/Users/1' }, 400, 'POST, PUT, PATCH or DELETE'],
    [{ method: 'POST', data: ann }, 400, 'needs a "path"'],
    [{ method: 'POST', path: '/Users' }, 400, 'needs "data"'],
    [{ method: 'PATCH', path: '/Users/1', data: [] }, 400, 'needs "data"'],
    [{ method: 'PUT', path: '/Users/1', data: ann, version: 3 }, 400, 'version'],
    [{ method: 'POST', path: '/Roles', data: {} }, 404, '/Users or /Groups'],
    [{ method: 'POST', path: '/Users/1/2', data: {} }, 404, '/Users or /Groups'],
    [{ method: 'POST', path: '/Users/1', data: {} }, 405, 'without an id'],
    [{ method: 'DELETE', path: '/Groups' }, 405, 'needs the id'],
  ])('refuses %j alone', (operation, status, detail) => {
    expect(one(operation)).toMatchObject({ refusal: refused(status, detail) });
  });
});

describe('references (RFC 7644 §3.7.2)', () => {
  const ids: Readonly<Record<string, string>> = { q: 'id-of-q', g: 'id-of-g' };
  const resolved = (operation: object) => withIds(operation as BulkOperation, (bulkId) => ids[bulkId] ?? 'unknown');

  it('stand for ids in the path, in values at any depth, and in the filters of a PATCH', () => {
    const data = {
      members: [{ value: 'bulkId:q', type: 'User' }],
      [Urns.enterpriseUser]: { manager: { value: 'bulkId:g' } },
      Operations: [{ op: 'remove', path: 'members[value eq "bulkId:q" or value eq "x"]' }],
    };
    expect(resolved({ method: 'PATCH', endpoint: '/Groups', id: 'bulkId:g', data })).toEqual({
      method: 'PATCH',
      endpoint: '/Groups',
      id: 'id-of-g',
      data: {
        members: [{ value: 'id-of-q', type: 'User' }],
        [Urns.enterpriseUser]: { manager: { value: 'id-of-g' } },
        Operations: [{ op: 'remove', path: 'members[value eq "id-of-q" or value eq "x"]' }],
      },
    });
  });

  it('are whole values: a text that speaks of one is a text', () => {
    const data = { title: 'Not a bulkId:q', nickName: '"bulkId:q"', displayName: 'BulkId:q' };
    expect(resolved({ method: 'POST', endpoint: '/Users', data })).toEqual({
      method: 'POST',
      endpoint: '/Users',
      data,
    });
  });
});

import { describe, expect, it } from 'vitest';
import { queryRequest } from './query.js';

const input = { accountId: 'acme', teamId: 'a/b ?ä', limit: 5, active: false };
const path = '/internal/accounts/:accountId/teams/:teamId';
const filled = '/internal/accounts/acme/teams/a%2Fb%20%3F%C3%A4';

describe('a query on its way', () => {
  it('has in its path what the path names, encoded, and the rest of a GET in the search', () => {
    expect(queryRequest({ method: 'GET', path }, input)).toEqual({ path: `${filled}?limit=5&active=false` });
  });

  it('encodes what stands in the search', () => {
    const { path: sent } = queryRequest({ method: 'GET', path: '/internal/people' }, { search: 'a&b=c #ä' });
    expect([...new URL(sent, 'http://host').searchParams]).toEqual([['search', 'a&b=c #ä']]);
  });

  it('has no search where nothing is left for it', () => {
    const { accountId, teamId } = input;
    expect(queryRequest({ method: 'GET', path }, { accountId, teamId, after: undefined })).toEqual({ path: filled });
    expect(queryRequest({ method: 'GET', path: '/internal/accounts' }, {})).toEqual({ path: '/internal/accounts' });
  });

  it('has the rest of a POST in the body, as it is', () => {
    const long = { ...input, filter: { is: 'equals' }, userIds: ['u1', 'u2'] };
    expect(queryRequest({ method: 'POST', path }, long)).toEqual({
      path: filled,
      body: { limit: 5, active: false, filter: { is: 'equals' }, userIds: ['u1', 'u2'] },
    });
  });
});

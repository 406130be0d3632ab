import { Refusal } from '@rollcall/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allRoutes } from '../src/contract/all-routes.js';
import { startGateway } from './gateway-under-test.js';

const types = ['admin', 'member', 'viewer', 'guest'] as const;

/** Who may, written down once more and by hand: A admin, M member, V viewer, G guest; `open` asks for no session. */
const expected: Readonly<Record<string, string>> = {
  'POST /api/setup': 'open',
  'POST /api/sessions': 'open',
  'POST /api/passwords': 'open',
  'GET /api/openapi.json': 'open',
  'GET /api/docs': 'open',
  'DELETE /api/session': 'AMVG',
  'GET /api/me': 'AMVG',
  'PATCH /api/me': 'AMVG',
  'GET /api/account': 'A',
  'GET /api/users': 'AMV',
  'GET /api/users/:userId': 'AMV',
  'POST /api/users': 'A',
  'PATCH /api/users/:userId': 'A',
  'POST /api/users/:userId/password-link': 'A',
  'POST /api/users/:userId/hand-back': 'A',
  'GET /api/roles': 'AMV',
  'POST /api/roles': 'A',
  'PATCH /api/roles/:roleId': 'A',
  'DELETE /api/roles/:roleId': 'A',
  'GET /api/teams': 'AMV',
  'GET /api/teams/:teamId': 'AMV',
  'GET /api/teams/:teamId/members': 'AMV',
  'POST /api/teams': 'A',
  'PATCH /api/teams/:teamId': 'A',
  'DELETE /api/teams/:teamId': 'A',
  'POST /api/teams/:teamId/hand-back': 'A',
  'PUT /api/teams/:teamId/members/:userId': 'A',
  'DELETE /api/teams/:teamId/members/:userId': 'A',
  'GET /api/scim/tokens': 'A',
  'POST /api/scim/tokens': 'A',
  'DELETE /api/scim/tokens/:tokenId': 'A',
  'GET /api/scim/status': 'A',
  'GET /api/scim/settings': 'A',
  'PATCH /api/scim/settings': 'A',
  'GET /api/reconciler': 'A',
  'GET /api/reconciler/runs': 'A',
  'GET /api/reconciler/teams/:teamId/drift': 'A',
  'PATCH /api/reconciler': 'A',
  'POST /api/reconciler/teams/:teamId/run': 'A',
  'POST /api/reconciler/teams/:teamId/release': 'A',
};

let gateway: Awaited<ReturnType<typeof startGateway>>;
beforeAll(async () => {
  gateway = await startGateway(new Refusal('user-not-found'));
});
afterAll(() => gateway.close());

const someId = '01890a5d-ac96-774b-bcce-b302099a8058';
const addressOf = (path: string) => path.replaceAll(/:\w+/g, someId);

describe('the permission matrix', () => {
  it('is about every route that is served, and about no other', () => {
    const served = allRoutes.map(({ method, path }) => `${method} ${path}`);
    expect(served.toSorted()).toEqual(Object.keys(expected).toSorted());
  });

  it.each(allRoutes.map((route) => [`${route.method} ${route.path}`, route] as const))('%s', async (name, route) => {
    const who = expected[name] ?? '';
    const ask = (as?: (typeof types)[number]) =>
      gateway.ask(addressOf(route.path), { method: route.method, ...(as ? { as } : {}) });
    const { json } = await ask();
    expect(json['code'] === 'session-missing').toBe(who !== 'open');
    for (const type of types) {
      const isAllowed = who === 'open' || who.includes(type.charAt(0).toUpperCase());
      const answer = await ask(type);
      expect([type, answer.json['code'] === 'forbidden', answer.status === 403]).toEqual([
        type,
        !isAllowed,
        !isAllowed,
      ]);
    }
  });
});

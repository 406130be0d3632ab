import { Refusal } from '@rollcall/contracts';
import { describe, expect, it } from 'vitest';
import { allRoutes } from '../src/contract/all-routes.js';
import { expected } from './expected-permissions.js';
import { sharedGateway } from './gateway-under-test.js';

const types = ['admin', 'member', 'viewer', 'guest'] as const;

const gateway = await sharedGateway(new Refusal('user-not-found'));

const someId = '01890a5d-ac96-774b-bcce-b302099a8058';
const addressOf = (path: string) => path.replaceAll(/:\w+/g, someId);

describe('the permission matrix', () => {
  it('is about every route that is served, and about no other', () => {
    const served = allRoutes.map(({ method, path }) => `${method} ${path}`);
    expect(served.toSorted()).toEqual(Object.keys(expected).toSorted());
  });

  it.each(allRoutes.map((route) => [`${route.method} ${route.path}`, route] as const))(
    '%s admits exactly these user types',
    async (name, route) => {
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
    },
  );
});

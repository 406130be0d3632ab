import { converted, jsonSchemasOf, type Class } from '@rollcall/contracts';
import { Secret } from '@rollcall/gateway-kit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { neverSaysMore, valuesOf } from '../../../../libs/contracts/test/never-says-more.js';
import { allRoutes } from './all-routes.js';
import { listUsers } from './people-list-routes.js';
import { findUser } from './people-routes.js';
import { listRuns } from './reconciler-routes.js';
import { setPassword, signIn } from './sign-in-routes.js';

const partsOf = (part: 'params' | 'query' | 'body') =>
  allRoutes.flatMap((route): Class[] => [route[part] ?? []].flat());
const taken = new Map([...partsOf('params'), ...partsOf('query'), ...partsOf('body')].map((each) => [each.name, each]));

describe('what a route takes', () => {
  it.each([...taken])('%s: the fast path never lets pass what class-validator refuses', (name, target) => {
    const schemas = jsonSchemasOf([target], '', 'refused');
    let passed = 0;
    fc.assert(
      fc.property(valuesOf(schemas[name] ?? {}, schemas), (value) => {
        if (neverSaysMore(target, value as object)) passed += 1;
      }),
    );
    expect(passed).toBeGreaterThan(10); // else this test would show nothing
  });
});

describe('what a handler is given', () => {
  /** Of a route that takes this part. */
  const given = (part: Class | undefined, checked: object) => (part ? converted(part, checked) : undefined);

  it('has ids in lower case, and limits as numbers', () => {
    const userId = '01890A5D-AC96-774B-BCCE-B302099A8058';
    expect(given(findUser.params, { userId })).toEqual({ userId: userId.toLowerCase() });
    expect(given(listUsers.query, { limit: '7' })).toEqual({ limit: 7 });
  });

  it('has the default of what is not said', () => {
    expect([given(listUsers.query, {}), given(listRuns.query, {})]).toEqual([{ limit: 50 }, { limit: 20 }]);
    expect(given(signIn.body, {})).toEqual({ as: 'cookie' });
  });

  it('has secrets that print as nothing, so that no digest is made of them', () => {
    const body = given(setPassword.body, { password: 'canary-password', link: 'canary-link' });
    expect(body).toEqual({ link: expect.any(Secret) as Secret, password: expect.any(Secret) as Secret });
    expect(JSON.stringify(body)).toBe('{"link":"[secret]","password":"[secret]"}');
  });
});

describe('a write', () => {
  const links = ['inviteUser', 'makePasswordLink', 'withdrawPasswordLink'];
  const tokens = ['createToken', 'revokeToken', 'createAuditToken', 'revokeAuditToken'];
  const secrets = [...tokens, 'createWebhook', 'rotateWebhookSecret'];
  // Kept by the service that sends, which decides no dry runs.
  const streams = ['create', 'change', 'delete', 'test'].map((act) => `${act}AuditStream`);
  const outside = [...links, ...secrets, ...streams, 'rotateAuditStreamSecret', 'testWebhook'];

  it('about people, roles, teams, settings or the reconciler has a dry run, unless it makes or ends a secret, or sends something (rule 26)', () => {
    const tags = ['People', 'Roles', 'Teams', 'SCIM', 'Reconciler', 'Audit'];
    const without = allRoutes.filter(({ method, tag, ...of }) => {
      return method !== 'GET' && tags.includes(tag) && !('dryRun' in of);
    });
    expect(without.map(({ name }) => name).sort()).toEqual(outside.sort());
  });

  it('has none where it is about signing in', () => {
    const signsIn = allRoutes.filter((route) => 'dryRun' in route && ['Sign-in', 'About'].includes(route.tag));
    expect(signsIn).toEqual([]);
  });
});

describe('an answer that may be compressed', () => {
  it('is a list, which holds no secret: what stands beside one tells it by its length (BREACH)', () => {
    const compressed = allRoutes.filter((route) => route.compressed);
    expect(compressed.map(({ method }) => method)).toEqual(compressed.map(() => 'GET'));
    const schemas = jsonSchemasOf(
      compressed.flatMap(({ answer }) => answer ?? []),
      '',
      'refused',
    );
    expect(Object.keys(schemas)).toEqual(expect.arrayContaining(['UserPage', 'TeamPage', 'MemberPage']));
    const properties = Object.values(schemas).flatMap((schema) => Object.keys(schema['properties'] ?? {}));
    expect(properties.filter((name) => /secret|link|password|session|digest|hint/i.test(name))).toEqual([]);
  });
});

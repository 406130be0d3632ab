import { setTimeout as wait } from 'node:timers/promises';
import { eventually } from '@rollcall/testing';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { ScimSession } from '../support/scim-session.js';
import { stack } from '../support/stack.js';
import { workspaceAt, type Account } from '../support/workspace.js';
import type { WorkspaceSession } from '../support/workspace-session.js';

const { gateways, newAccount, workspaceUrl, ops, dumpTopics, dumpLogs } = await stack();
const { adminOf, join } = workspaceAt(workspaceUrl);

const secondAdmin = 'bea@example.com';
const users = (okta: ScimSession) => okta.send('GET', '/Users');
const oktaWith = (secret: string, gateway = 0) => new ScimSession(gateways[gateway] ?? '', secret);

/** Milliseconds from now until the last gateway refuses the token, which says why. A gateway that has refused it is left alone. */
async function refusedEverywhere(okta: ScimSession, why: RegExp): Promise<number> {
  const began = performance.now();
  const times = gateways.map(async (gateway) => {
    for (;;) {
      const { status, body } = await users(okta.at(gateway));
      const passed = performance.now() - began;
      if (status === 401) {
        expect(body.detail).toMatch(why);
        return passed;
      }
      if (passed > 20_000) throw new Error(`${gateway} still lets the token in`);
      await wait(50);
    }
  });
  return Math.max(...(await Promise.all(times)));
}

/** How an admin ceases to be one. */
type End = (account: Account, admin: WorkspaceSession, id: string) => Promise<unknown>;
const done = async (asked: Promise<{ status: number }>) => expect((await asked).status).toBe(200);
const notAdmin = ['creator-not-admin', /no longer an admin/] as const;
const deactivated = ['creator-deactivated', /was deactivated/] as const;
const ends: readonly (readonly [string, readonly [string, RegExp], End])[] = [
  ['demoted by an admin', notAdmin, (_, admin, id) => done(admin.patch(`/users/${id}`, { userType: 'member' }))],
  ['deactivated by an admin', deactivated, (_, admin, id) => done(admin.patch(`/users/${id}`, { active: false }))],
  [
    'demoted by the directory',
    notAdmin,
    ({ scim }, _, id) => done(scim.patch(id, { op: 'replace', value: { userType: 'viewer' } })),
  ],
  [
    'deactivated by the directory',
    deactivated,
    ({ scim }, _, id) => done(scim.patch(id, { op: 'replace', value: { active: false } })),
  ],
  ['demoted by an operator', notAdmin, ({ slug }) => ops('user', 'set-type', slug, secondAdmin, 'guest')],
  ['deactivated by an operator', deactivated, ({ slug }) => ops('user', 'deactivate', slug, secondAdmin)],
];

describe("a SCIM token's whole life (P10, P18, P19)", () => {
  const lags: number[] = [];

  it.for(ends)(
    'ends when its admin is %s: every gateway says why, status says so, and a current admin makes a new one',
    { timeout: 240_000 }, // an operator's command is a process, and a process takes long to start on a busy machine
    async ([, [state, why], end], { annotate }) => {
      const account = await newAccount();
      const admin = await adminOf(account);
      const bea = await join(account, admin, secondAdmin, 'admin');
      const { status, body: made } = await bea.session.post('/scim/tokens', { name: 'Okta' });
      expect(status).toBe(201);
      const okta = oktaWith(made.secret as string);
      for (const gateway of gateways) expect((await users(okta.at(gateway))).status).toBe(200);

      await end(account, admin, bea.id);
      const lag = await refusedEverywhere(okta, why);
      lags.push(lag);
      await annotate(`refused by every gateway ${lag.toFixed(0)} ms after the answer`);

      await admin.send('DELETE', `/scim/tokens/${account.tokenId}`);
      const { body: list } = await admin.get('/scim/tokens');
      const dead = list.items.find(({ id }: { id: string }) => id === made.token.id);
      expect(dead).toMatchObject({ state, creator: { userName: secondAdmin } });
      expect((await admin.get('/scim/status')).body).toMatchObject({ state: 'token-died', workingTokens: 0 });

      const { body: renewed } = await admin.post('/scim/tokens', {});
      expect((await users(oktaWith(renewed.secret as string, 1))).status).toBe(200);
      expect((await admin.get('/scim/status')).body).toMatchObject({ state: 'working', workingTokens: 1 });
    },
  );

  it('ended within one second everywhere (rule 19)', () => {
    expect(lags).toHaveLength(ends.length);
    // The median: a single one may meet something else that this machine does.
    const [, , third = Number.POSITIVE_INFINITY] = lags.toSorted((a, b) => a - b);
    expect(third).toBeLessThan(1_000);
  });

  it('says in the banner who it died with, and when', { timeout: 120_000 }, async () => {
    const account = await newAccount();
    const admin = await adminOf(account);
    await admin.send('DELETE', `/scim/tokens/${account.tokenId}`);
    const bea = await join(account, admin, secondAdmin, 'admin');
    await bea.session.post('/scim/tokens', { name: 'Entra' });
    await ops('user', 'deactivate', account.slug, secondAdmin);
    const sentence = await eventually(async () => {
      const { body } = await admin.get('/scim/status');
      expect(body.state).toBe('token-died');
      return body.sentence as string;
    }, 'status says that the token has died');
    const today = new Date().toISOString().slice(0, 10);
    expect(sentence).toContain(`"Entra" died when the admin who made it was deactivated (${secondAdmin}) on ${today}`);
  });

  it('overlaps with the next one, so that rotation has no gap; the old one says that it was revoked', async () => {
    const account = await newAccount();
    const admin = await adminOf(account);
    const { body: old } = await admin.post('/scim/tokens', { name: 'Okta' });
    const { body: next } = await admin.post('/scim/tokens', { name: 'Okta, from now on' });
    const [former, current] = [oktaWith(old.secret as string), oktaWith(next.secret as string)];
    expect([(await users(former)).status, (await users(current)).status]).toEqual([200, 200]);
    expect((await admin.send('DELETE', `/scim/tokens/${old.token.id}`)).body.state).toBe('revoked');
    await refusedEverywhere(former, /was revoked by an admin/);
    for (const gateway of gateways) expect((await users(current.at(gateway))).status).toBe(200);
  });

  it('expires, and says so', async () => {
    const account = await newAccount();
    const admin = await adminOf(account);
    const expiresAt = new Date(Date.now() + 4_000).toISOString();
    const { body: made } = await admin.post('/scim/tokens', { name: 'Trial', expiresAt });
    await refusedEverywhere(oktaWith(made.secret as string), /has expired/);
    const { body } = await admin.get('/scim/tokens');
    expect(body.items.find(({ id }: { id: string }) => id === made.token.id)).toMatchObject({ state: 'expired' });
  });

  it(
    'shows its secret once, also when the request is sent again, and never opens another account',
    { timeout: 120_000 },
    async () => {
      const [account, other] = [await newAccount(), await newAccount()];
      const admin = await adminOf(account);
      const key = uuidv7();
      const { body: made } = await admin.post('/scim/tokens', { name: 'Okta' }, key);
      expect((await admin.post('/scim/tokens', { name: 'Okta' }, key)).body).toMatchObject({ code: 'secret-shown' });
      expect((await admin.post('/scim/tokens', { name: 'Entra' }, key)).body).toMatchObject({
        code: 'retry-key-reused',
      });
      expect(JSON.stringify((await admin.get('/scim/tokens')).body)).not.toContain(made.secret);
      const { body: outsider } = await other.scim.create('outsider@example.com');
      const okta = oktaWith(made.secret as string);
      expect((await okta.get(outsider.id)).status).toBe(404);
      expect((await okta.remove(outsider.id)).status).toBe(404);
      expect((await okta.send('GET', '/Users?scim_provisioned_only=false')).text).not.toContain(outsider.id);
      expect((await admin.get(`/users/${outsider.id}`)).status).toBe(404);
      expect((await admin.send('DELETE', `/scim/tokens/${other.tokenId}`)).status).toBe(404);
      expect((await users(other.scim)).status).toBe(200);
      expect(`${await dumpTopics()}${await dumpLogs()}`).not.toContain(made.secret);
    },
  );
});

import { eventually } from '@rollcall/testing';
import { describe, expect, it } from 'vitest';
import { isOfAuditLog } from '../support/dumps.js';
import { stack } from '../support/stack.js';
import { membersOf, pushGroup, workspaceAt, type Account } from '../support/workspace.js';
import type { WorkspaceSession } from '../support/workspace-session.js';

const { newAccount, workspaceUrl, ops, allIsHeard, dumpDatabases, dumpTopics } = await stack();
const { adminOf, signIn, nobody, join } = workspaceAt(workspaceUrl);

/** An account with people of both kinds, a team of each kind, a role, sessions, an invitation and a token. */
async function populated() {
  const account = await newAccount();
  const admin = await adminOf(account);
  const bea = await join(account, admin, `bea@${account.slug}.example`, 'member');
  const created = await Promise.all([1, 2, 3].map((n) => account.scim.create(`p${n}@${account.slug}.example`)));
  const people = created.map(({ body }) => body.id as string);
  const teamId = await pushGroup(account.scim, 'Design', people);
  const { id: handMade } = await account.createTeam('Sailors');
  await account.addMember(handMade, bea.id);
  await account.newRole('Contractor', 'viewer');
  const invitation = { userName: `cy@${account.slug}.example`, givenName: 'Cy', familyName: 'Lee' };
  const { body } = await admin.post('/users', invitation);
  return { account, admin, bea, people, teamId, link: body.link.text as string };
}

const scimStatus = async ({ scim }: Account) => (await scim.send('GET', '/Users?count=1')).status;
const isSignedIn = async (session: WorkspaceSession) => (await session.get('/me')).status === 200;
const canSignIn = (account: Account) =>
  signIn(account, account.adminEmail, account.adminPassword).then(
    () => true,
    () => false,
  );

/** What a refused request says; undefined where it was not refused. */
const refusalOf = (asked: Promise<unknown>) =>
  asked.then(
    () => undefined,
    (error: unknown) => String(error),
  );

/** Rows of all databases that name an account, by table. */
async function rowsOf(account: Account): Promise<string[]> {
  const lines = (await dumpDatabases(account.id)).split('\n');
  return lines.map((line) => line.replace(/ .*/s, ''));
}

/** What an account consists of, whatever is written of its use meanwhile. */
async function substanceOf(account: Account): Promise<string[]> {
  const used = /^(outbox|inbox|sessions|token_uses|password_hashes|sign_in_failures) /;
  const lines = (await dumpDatabases(account.id)).split('\n');
  return lines.filter((line) => !used.test(line) && !isOfAuditLog(line)).sort();
}

const stones = Array.from({ length: 4 }, () => 'account_closures'); // one in each service's database

describe('an account', { timeout: 120_000 }, () => {
  it('is closed with a term, reopened within it, closed again, and gone at the end; its neighbour notices nothing', async () => {
    const acme = await populated();
    const beta = await populated();
    const { account } = acme;
    await allIsHeard(); // else team-service may come to know of somebody after the first look
    const neighbour = await substanceOf(beta.account);

    // Closed: nobody gets in.
    const closed = (await ops('account', 'close', account.slug, '--after', '30d', '--yes')) as object;
    expect(closed).toMatchObject({ closing: { endsAt: expect.any(String) } });
    expect([await isSignedIn(acme.admin), await isSignedIn(acme.bea.session)]).toEqual([false, false]);
    expect(await canSignIn(account)).toBe(false);
    const byLink = () => nobody.post('/passwords', { link: acme.link, password: 'Correct-Horse-8' });
    expect((await byLink()).body).toMatchObject({ status: 403, code: 'account-closing' });
    await eventually(async () => (await scimStatus(account)) === 403, 'the SCIM token is refused');
    const refused = await account.scim.create(`late@${account.slug}.example`);
    expect(refused.body).toMatchObject({
      status: '403',
      detail: expect.stringMatching(/being closed.*ask the operator/),
    });
    await eventually(() => refusalOf(account.createTeam('Late')), 'team-service refuses commands of the account');
    expect(await refusalOf(account.createTeam('Later'))).toContain('account-closing');
    expect(await refusalOf(account.set({ emailCase: 'refuse' }))).toContain('account-closing');
    const listed = (await ops('account', 'list', '--closing')) as { slug: string }[];
    expect(listed.map(({ slug }) => slug)).toContain(account.slug);
    expect([await isSignedIn(beta.admin), await scimStatus(beta.account)]).toEqual([true, 200]);

    // Reopened: all is as it was, but sessions.
    await ops('account', 'reopen', account.slug);
    expect(await isSignedIn(acme.admin)).toBe(false);
    const again = await adminOf(account);
    await eventually(async () => (await scimStatus(account)) === 200, 'the SCIM token works again');
    expect((await account.scim.create(`new@${account.slug}.example`)).status).toBe(201);
    expect((await membersOf(again, acme.teamId)).toSorted()).toEqual(acme.people.toSorted());
    expect((await byLink()).status).toBe(204);

    // Closed and ended: nothing is left but the stones.
    await ops('account', 'close', account.slug, '--after', '0d', '--at-once', '--yes');
    const left = async () => (await rowsOf(account)).join();
    await eventually(async () => (await left()) === stones.join(), 'only stones are left', {
      within: 25_000,
      every: 200,
    });
    expect([await isSignedIn(again), await canSignIn(account)]).toEqual([false, false]);
    await eventually(async () => (await scimStatus(account)) === 401, 'nobody knows the SCIM token any more');
    expect(await refusalOf(account.createTeam('Late'))).toContain('account-not-found');
    expect(await refusalOf(ops('account', 'reopen', account.slug))).toContain('there is no account');
    expect(await rowsOf(account)).toEqual(stones);
    const successor = await newAccount(account.slug);
    expect(successor.id).not.toBe(account.id);
    expect(await scimStatus(successor)).toBe(200);

    // The neighbour is whole.
    expect(await substanceOf(beta.account)).toEqual(neighbour);
    expect([await isSignedIn(beta.admin), await scimStatus(beta.account)]).toEqual([true, 200]);
    const topic = await dumpTopics('rollcall.user.events');
    const records = topic.split('\n').filter((line) => line.startsWith(account.id));
    const types = records
      .map((line) => /"ce_type":"(account\.[a-z]+)"/.exec(line)?.[1])
      .filter((type) => type !== undefined);
    expect(types).toEqual([
      'account.created',
      'account.closing',
      'account.reopened',
      'account.closing',
      'account.closed',
    ]);
    expect(records.at(-1)).toContain('"kind":"operator"');
  });
});

import { eventually } from '@rollcall/testing';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { ScimSession } from '../support/scim-session.js';
import { stack } from '../support/stack.js';
import { WorkspaceSession } from '../support/workspace-session.js';

const { gateways, newAccount, workspaceUrl, dumpTopics, dumpLogs } = await stack();

type Account = Awaited<ReturnType<typeof newAccount>>;
const signIn = (account: Account, userName: string, password: string) =>
  WorkspaceSession.signIn(workspaceUrl, account.slug, userName, password);
const adminOf = (account: Account) => signIn(account, account.adminEmail, account.adminPassword);
const secondAdmin = 'bea@example.com';
const password = 'Correct-Horse-7';

/** Somebody invited, who has set a password with the link. */
async function join(account: Account, admin: WorkspaceSession, userName: string, userType: string) {
  const { status, body } = await admin.post('/users', { userName, givenName: 'Bea', familyName: 'Min', userType });
  expect(status).toBe(201);
  const nobody = WorkspaceSession.nobody(workspaceUrl);
  expect((await nobody.post('/passwords', { link: body.link.text, password })).status).toBe(204);
  return { id: body.user.id as string, session: await signIn(account, userName, password) };
}

const users = (session: ScimSession) => session.send('GET', '/Users');

describe("a SCIM token's whole life (P10, P18, P19)", () => {
  it.each<[string, string, (account: Account, admin: WorkspaceSession, id: string) => Promise<{ status: number }>]>([
    ['demoted by an admin', 'creator-not-admin', (_, admin, id) => admin.patch(`/users/${id}`, { userType: 'member' })],
    [
      'deactivated by an admin',
      'creator-deactivated',
      (_, admin, id) => admin.patch(`/users/${id}`, { active: false }),
    ],
    [
      'demoted by the directory',
      'creator-not-admin',
      ({ scim }, _, id) => scim.patch(id, { op: 'replace', value: { userType: 'viewer' } }),
    ],
    [
      'deactivated by the directory',
      'creator-deactivated',
      ({ scim }, _, id) => scim.patch(id, { op: 'replace', value: { active: false } }),
    ],
  ])('ends when its admin is %s; status says so, and a current admin makes a new one', async (_what, why, end) => {
    const account = await newAccount();
    const admin = await adminOf(account);
    const bea = await join(account, admin, secondAdmin, 'admin');
    const { status, body: made } = await bea.session.post('/scim/tokens', { name: 'Okta' });
    expect(status).toBe(201);
    const okta = new ScimSession(gateways[0] ?? '', made.secret as string);
    expect((await users(okta)).status).toBe(200);

    expect((await end(account, admin, bea.id)).status).toBe(200);
    const ended = Date.now();
    await eventually(
      async () => {
        const answers = await Promise.all(gateways.map((gateway) => users(okta.at(gateway))));
        return answers.every((answer) => answer.status === 401 && /admin/.test(answer.body.detail as string));
      },
      'every gateway refuses the token and says why',
      { within: 10_000, every: 150 },
    );
    expect(Date.now() - ended).toBeLessThan(3_000); // rule 19 says one second; the machine may be busy

    await account.revokeToken(account.tokenId);
    const { body: status2 } = await admin.get('/scim/status');
    expect(status2).toMatchObject({ state: 'token-died', workingTokens: 0 });
    const { body: list } = await admin.get('/scim/tokens');
    const found = list.items.find(({ id }: { id: string }) => id === made.token.id);
    expect(found).toMatchObject({ state: why, creator: { userName: secondAdmin } });

    const { body: renewed } = await admin.post('/scim/tokens', {});
    expect((await users(new ScimSession(gateways[1] ?? '', renewed.secret as string))).status).toBe(200);
    expect((await admin.get('/scim/status')).body).toMatchObject({ state: 'working', workingTokens: 1 });
  });

  it('shows its secret once, also when the request is sent again, and never opens another account', async () => {
    const [account, other] = [await newAccount(), await newAccount()];
    const admin = await adminOf(account);
    const key = uuidv7();
    const { body: made } = await admin.post('/scim/tokens', { name: 'Okta' }, key);
    expect((await admin.post('/scim/tokens', { name: 'Okta' }, key)).body).toMatchObject({ code: 'secret-shown' });
    expect((await admin.post('/scim/tokens', { name: 'Entra' }, key)).body).toMatchObject({ code: 'retry-key-reused' });
    expect(JSON.stringify((await admin.get('/scim/tokens')).body)).not.toContain(made.secret);
    const { body: stranger } = await other.scim.create('stranger@example.com');
    const okta = new ScimSession(gateways[0] ?? '', made.secret as string);
    expect((await okta.get(stranger.id)).status).toBe(404);
    expect((await admin.get(`/users/${stranger.id}`)).status).toBe(404);
    expect((await admin.send('DELETE', `/scim/tokens/${other.tokenId}`)).status).toBe(404);
    expect(`${await dumpTopics()}${await dumpLogs()}`).not.toContain(made.secret);
  });
});

describe('signing in', () => {
  it('works with the password that Okta set, and sessions end with the password, the person, and the sign-out', async () => {
    const account = await newAccount();
    const { body: user } = await account.scim.create('ann@example.com', { password: 'first-Pass-1' });
    const session = await signIn(account, 'Ann@example.com', 'first-Pass-1');
    expect((await session.get('/me')).body).toMatchObject({ rights: 'member', user: { id: user.id } });

    await account.scim.patch(user.id, { op: 'replace', value: { password: 'second-Pass-2' } });
    expect((await session.get('/me')).status).toBe(401);
    await expect(signIn(account, 'ann@example.com', 'first-Pass-1')).rejects.toThrow('sign-in-failed');

    const again = await signIn(account, 'ann@example.com', 'second-Pass-2');
    await account.scim.patch(user.id, { op: 'replace', value: { active: false } });
    expect((await again.get('/me')).body).toMatchObject({ code: 'session-ended' });

    const admin = await adminOf(account);
    expect((await admin.send('DELETE', '/session')).status).toBe(204);
    expect((await admin.get('/me')).status).toBe(401);
  });
});

describe('people and roles', () => {
  it('P12, P20: an edit by hand is overwritten by the next push; inactive people are no seats', async () => {
    const account = await newAccount();
    const admin = await adminOf(account);
    const { body: user } = await account.scim.create('ann@example.com', { title: 'Surveyor' });
    const read = await admin.get(`/users/${user.id}`);
    const etag = read.headers.get('etag') ?? '';
    const edit = { profile: { title: 'Lead' } };
    expect((await admin.patch(`/users/${user.id}`, edit, { 'if-match': etag })).body).toMatchObject({
      managedBy: 'directory',
      profile: { title: 'Lead' },
    });
    expect((await admin.patch(`/users/${user.id}`, edit, { 'if-match': etag })).status).toBe(412);
    await account.scim.replace(user.id, { ...user, title: 'Surveyor' });
    expect((await admin.get(`/users/${user.id}`)).body.profile.title).toBe('Surveyor');

    const { seats } = (await admin.get('/account')).body;
    await account.scim.patch(user.id, { op: 'replace', value: { active: false } });
    expect((await admin.get('/account')).body.seats).toBe(seats - 1);
    expect((await admin.patch(`/users/${user.id}`, { active: true })).body.code).toBe('directory-inactive');
    const found = (await admin.get('/users?search=ann&active=false')).body.items;
    expect(found).toMatchObject([{ id: user.id }]);
  });

  it('P15: the id of a custom role is a user type for Okta; then the role is not deleted', async () => {
    const account = await newAccount();
    const admin = await adminOf(account);
    const { body: role } = await admin.post('/roles', { name: 'Contractor', basedOn: 'viewer' });
    const made = await account.scim.create('cy@example.com', { userType: role.id });
    expect([made.status, made.body.userType]).toEqual([201, role.id]);
    expect((await admin.send('DELETE', `/roles/${role.id}`)).body).toMatchObject({
      code: 'role-in-use',
      facts: { users: 1 },
    });
    const wrong = await account.scim.create('dee@example.com', { userType: uuidv7() });
    expect([wrong.status, wrong.body.detail]).toEqual([400, expect.stringContaining(role.id as string) as string]);
  });

  it('200 times two admins demote each other at the same moment: never no admin', async () => {
    const account = await newAccount();
    const admin = await adminOf(account);
    const bea = await join(account, admin, secondAdmin, 'admin');
    const people = [
      { id: account.adminId, session: admin },
      { id: bea.id, session: bea.session },
    ] as const;
    const demote = { userType: 'member' };
    for (let n = 0; n < 200; n += 1) {
      const [one, other] = people;
      const answers = await Promise.all([
        one.session.patch(`/users/${other.id}`, demote),
        other.session.patch(`/users/${one.id}`, demote),
      ]);
      const statuses = answers.map(({ status }) => status).sort((a, b) => a - b);
      expect(statuses.filter((status) => status === 200)).toHaveLength(1);
      const winner = answers[0].status === 200 ? one : other;
      const loser = winner === one ? other : one;
      await eventually(
        async () => (await winner.session.patch(`/users/${loser.id}`, { userType: 'admin' })).status === 200,
        'the other is an admin again',
      );
    }
    expect((await account.summary()).activeAdmins).toBe(2);
  }, 240_000);
});

describe('teams by hand', () => {
  const group = async ({ token }: Account, displayName: string, userIds: readonly string[]) => {
    const response = await fetch(`${gateways[0]}/Groups`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' },
      body: JSON.stringify({ displayName, members: userIds.map((value) => ({ value })) }),
    });
    return ((await response.json()) as { id: string }).id;
  };
  const membersOf = async (admin: WorkspaceSession, teamId: string) =>
    (await admin.get(`/teams/${teamId}/members`)).body.items.map(({ id }: { id: string }) => id) as string[];

  it('P22: who is put into a directory team is out again, and the reason can be read; or is refused', async () => {
    const account = await newAccount();
    const admin = await adminOf(account);
    const ann = (await account.scim.create('ann@example.com')).body.id as string;
    const eve = (await account.scim.create('eve@example.com')).body.id as string;
    const teamId = await group(account, 'Design', [ann]);
    expect((await admin.get(`/teams/${teamId}`)).body).toMatchObject({ ownedBy: 'directory' });
    const added = await admin.send('PUT', `/teams/${teamId}/members/${eve}`);
    expect([added.status, added.body.outcome]).toEqual([202, 'until-reconciled']);
    await eventually(async () => (await membersOf(admin, teamId)).join() === ann, 'the stranger is out');
    const { runs } = (await admin.get('/reconciler')).body;
    expect(runs[0]).toMatchObject({
      teamId,
      evicted: [{ userId: eve, reason: expect.stringMatching(/added by admin .+ by hand/) as string }],
    });
    expect((await admin.patch('/scim/settings', { settings: { manualChanges: 'refuse' } })).status).toBe(200);
    await eventually(async () => {
      const refused = await admin.send('PUT', `/teams/${teamId}/members/${eve}`);
      return refused.status === 403 && /managed by your directory/.test(refused.body.detail as string);
    }, 'team-service has heard of the setting');
  });

  it('P21: a team of the workspace is what people make of it', async () => {
    const account = await newAccount();
    const admin = await adminOf(account);
    const ann = (await account.scim.create('ann@example.com')).body.id as string;
    const key = uuidv7();
    const { body: team } = await admin.post('/teams', { displayName: 'Football' }, key);
    expect((await admin.post('/teams', { displayName: 'Football' }, key)).body).toEqual(team);
    expect((await admin.send('PUT', `/teams/${team.id}/members/${ann}`)).status).toBe(200);
    expect(await membersOf(admin, team.id as string)).toEqual([ann]);
    expect((await admin.patch(`/teams/${team.id}`, { displayName: 'Friday football' })).status).toBe(200);
    expect((await admin.get('/teams?limit=1')).body.items).toMatchObject([{ displayName: 'Friday football' }]);
    expect((await admin.send('DELETE', `/teams/${team.id}`)).status).toBe(204);
  });
});

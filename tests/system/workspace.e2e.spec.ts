import { eventually } from '@rollcall/testing';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { stack } from '../support/stack.js';
import { membersOf, password, pushGroup, workspaceAt } from '../support/workspace.js';

const { newAccount, workspaceUrl, dumpTopics, dumpLogs } = await stack();
const { adminOf, join, nobody, signIn } = workspaceAt(workspaceUrl);

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

  it('is over as soon as Okta has the answer that the person is inactive (rule 5)', async ({ annotate }) => {
    const account = await newAccount();
    const { body: user } = await account.scim.create('ann@example.com', { password });
    const session = await signIn(account, 'ann@example.com', password);
    let answeredAt = Infinity;
    const asking = (async () => {
      for (;;) {
        const [askedAt, { status }] = [performance.now(), await session.get('/me')];
        if (status === 401) return performance.now();
        expect(askedAt, 'a request of a person who is inactive was let in').toBeLessThan(answeredAt);
      }
    })();
    await account.scim.patch(user.id, { op: 'replace', value: { active: false } });
    answeredAt = performance.now();
    const lag = (await asking) - answeredAt;
    await annotate(`refused ${lag.toFixed(0)} ms after the answer`);
  });

  it('says the same whatever is wrong: account, person, password, inactive', async () => {
    const account = await newAccount();
    const { body: user } = await account.scim.create('ann@example.com', { password });
    await account.scim.patch(user.id, { op: 'replace', value: { active: false } });
    const attempts = [
      { account: `no-${account.slug.slice(3)}`, userName: account.adminEmail, password: account.adminPassword },
      { account: account.slug, userName: 'nobody@example.com', password },
      { account: account.slug, userName: account.adminEmail, password },
      { account: account.slug, userName: 'ann@example.com', password },
    ];
    const answers = await Promise.all(attempts.map((attempt) => nobody.send('POST', '/sessions', attempt)));
    const said = answers.map(({ status, body }) => ({ status, ...(body as object), requestId: '' }));
    expect(said[0]).toMatchObject({ status: 401, code: 'sign-in-failed' });
    expect(said).toEqual(said.map(() => said[0]));
  });

  it(
    'needs a link for whom an admin invites; the link works once, and is on no topic and in no log',
    { timeout: 120_000 },
    async () => {
      const account = await newAccount();
      const admin = await adminOf(account);
      const person = { userName: 'dee@example.com', givenName: 'Dee', familyName: 'Lee' };
      const { body: invited } = await admin.post('/users', person);
      const { body: renewed } = await admin.post(`/users/${invited.user.id}/password-link`);
      const use = async (link: string) => (await nobody.post('/passwords', { link, password })).status;
      expect([await use(invited.link.text as string), await use(renewed.link.text as string)]).toEqual([410, 204]);
      expect(await use(renewed.link.text as string)).toBe(410);
      expect((await (await signIn(account, person.userName, password)).get('/me')).body.rights).toBe('member');
      const traces = `${await dumpTopics()}${await dumpLogs()}`;
      for (const secret of [invited.link.text, renewed.link.text, password]) expect(traces).not.toContain(secret);
    },
  );
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
    const bea = await join(account, admin, 'bea@example.com', 'admin');
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
  it('P22: who is put into a directory team is out again, and the reason can be read; or is refused', async () => {
    const account = await newAccount();
    const admin = await adminOf(account);
    const ann = (await account.scim.create('ann@example.com')).body.id as string;
    const eve = (await account.scim.create('eve@example.com')).body.id as string;
    const teamId = await pushGroup(account.scim, 'Design', [ann]);
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

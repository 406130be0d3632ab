import { Urns } from '@rollcall/scim';
import { eventually } from '@rollcall/testing';
import { describe, expect, it } from 'vitest';
import { patchOf, type Answer } from '../support/scim-session.js';
import { stack } from '../support/stack.js';
import { pushGroup, workspaceAt } from '../support/workspace.js';
import type { WorkspaceAnswer, WorkspaceSession } from '../support/workspace-session.js';

const { newAccount, workspaceUrl, holdEvents, lockTeam } = await stack();
const workspace = workspaceAt(workspaceUrl);

const { group: groupSchema } = Urns;
const requestOf = ({ headers }: Answer | WorkspaceAnswer) => headers.get('x-request-id') ?? '';

/** An account with its directory, an admin, and as many people as are asked for. */
async function given() {
  const account = await newAccount();
  const { scim } = account;
  const admin = await workspace.adminOf(account);
  const changeGroup = (id: string, ...Operations: object[]) =>
    scim.send('PATCH', `/Groups/${id}`, patchOf(...Operations));
  return {
    account,
    scim,
    admin,
    people: (count: number, prefix = 'person') =>
      Promise.all(
        Array.from(
          { length: count },
          async (_, n) => (await scim.create(`${prefix}${n}@example.com`)).body.id as string,
        ),
      ),
    add: (team: string, user: string) => changeGroup(team, { op: 'add', path: 'members', value: [{ value: user }] }),
    remove: (team: string, user: string) => changeGroup(team, { op: 'remove', path: `members[value eq "${user}"]` }),
    addByHand: (team: string, user: string) => admin.send('PUT', `/teams/${team}/members/${user}`),
    newTeam: async (displayName: string) => (await admin.post('/teams', { displayName })).body.id as string,
    setMode: async (mode: string) => expect((await admin.patch('/reconciler', { mode })).status).toBe(200),
    token: { kind: 'directory', id: account.tokenId, name: 'Okta' },
    ada: { kind: 'admin', id: account.adminId, name: account.adminEmail },
  };
}

/** Asks why until it is told so; then all of the rest must be right. */
async function why(admin: WorkspaceSession, verdict: string, team: string, user: string, at?: string) {
  const asked = new URLSearchParams({ team, user, ...(at === undefined ? {} : { at }) });
  let last: unknown;
  return eventually(
    async () => {
      const { status, body } = await admin.get(`/audit/explain/membership?${asked.toString()}`);
      last = body;
      expect(status).toBe(200);
      const isExplained = body.explanation.verdict === verdict;
      // The record of a request comes by a topic of its own.
      return (
        isExplained &&
        body.explanation.entries.some(({ kind }: { kind: string }) => kind === 'request') &&
        body.explanation
      );
    },
    () => `the log tells "${verdict}", not ${JSON.stringify(last)}`,
  );
}

/** The same where the reason is what is so now: no request is told, or it may not have come yet. */
const whyNow = (admin: WorkspaceSession, verdict: string, team: string, user: string) =>
  eventually(async () => {
    const { body } = await admin.get(`/audit/explain/membership?team=${team}&user=${user}`);
    return body.explanation.verdict === verdict && body.explanation;
  }, `it is told that ${verdict}`);

const typesIn = ({ entries }: { entries: readonly { type: string }[] }) => entries.map(({ type }) => type);

describe.concurrent('why somebody is in a team', () => {
  it('the directory says so, until it takes the person out; of the time between, the log tells it', async () => {
    const { scim, admin, people, remove, token, account } = await given();
    const [ann = '', bob = '', cy = ''] = await people(3);
    const pushed = await scim.send('POST', '/Groups', {
      schemas: [groupSchema],
      displayName: 'Design',
      members: [{ value: ann }, { value: bob }],
    });
    const team = pushed.body.id as string;
    // By names and by ids.
    const inside = await why(admin, 'in-by-directory', 'design', 'Person0@example.com');
    expect(inside).toMatchObject({ isIn: true, actor: token, requestId: requestOf(pushed) });
    expect(inside.sentence).toMatch(/person0@example.com is in the team "Design" because the directory's group names/);
    expect(inside.sentence).toContain(`token "Okta", made by ${account.adminEmail}`);
    const between = new Date().toISOString();
    const removal = await remove(team, ann);
    const outside = await why(admin, 'out-by-directory', team, ann);
    expect(outside).toMatchObject({ isIn: false, actor: token, requestId: requestOf(removal) });
    expect(typesIn(outside).sort()).toEqual(['scim.request-answered', 'team.members-removed']);
    expect(await why(admin, 'in-by-directory', team, ann, between)).toMatchObject({ requestId: requestOf(pushed) });
    const unnamed = await why(admin, 'out-not-named', team, cy);
    expect(unnamed).toMatchObject({ isIn: false, actor: token, requestId: requestOf(removal) });
    expect(unnamed.sentence).toContain('and has one member');
  });

  it('by hand, in a team of the workspace, and in one that the directory has just taken over', async () => {
    const { scim, admin, people, newTeam, addByHand, ada } = await given();
    const [ann = ''] = await people(1);
    const team = await newTeam('Crew');
    const added = await addByHand(team, ann);
    const own = await why(admin, 'in-by-hand', team, ann);
    expect(own).toMatchObject({ isIn: true, actor: ada, requestId: requestOf(added) });
    await pushGroup(scim, 'Crew', []);
    const waits = await why(admin, 'in-after-takeover', team, ann);
    expect(waits).toMatchObject({ isIn: true, actor: ada, requestId: requestOf(added) });
  });

  it('by hand, while the reconciler is paused, only reports, holds, or is about to put the person out', async () => {
    const { scim, admin, people, addByHand, setMode, ada } = await given();
    const many = await people(22);
    const [ann = ''] = many;
    const team = await pushGroup(scim, 'Design', []);
    await setMode('paused');
    const added = await addByHand(team, ann);
    const by = { isIn: true, actor: ada, requestId: requestOf(added) };
    expect(await why(admin, 'in-while-paused', team, ann)).toMatchObject(by);
    await setMode('report-only');
    expect(await whyNow(admin, 'in-while-reported', team, ann)).toMatchObject(by);
    const unlock = await lockTeam(team); // the reconciler waits for it
    try {
      await setMode('enforce');
      expect(await whyNow(admin, 'in-eviction-due', team, ann)).toMatchObject(by);
      await setMode('paused');
    } finally {
      await unlock();
    }
    await Promise.all(many.slice(1).map((each) => addByHand(team, each)));
    await whyNow(admin, 'in-while-paused', team, many[21] ?? '');
    await setMode('enforce');
    const held = await whyNow(admin, 'in-while-held', team, many[21] ?? '');
    expect(held).toMatchObject({ isIn: true, actor: ada });
    expect(held.sentence).toMatch(/waits for an admin \(would remove 2[12] of 2[12] members/);
  });

  it('at a past moment, as it was then: after an empty takeover, while the reconciler was paused, and after a hand-back', async () => {
    const { scim, admin, people, newTeam, addByHand, add, setMode, ada } = await given();
    const [ann = '', bob = ''] = await people(2);
    const team = await newTeam('Crew');
    const added = await addByHand(team, ann);
    await pushGroup(scim, 'Crew', []);
    await whyNow(admin, 'in-after-takeover', team, ann);
    const waiting = new Date().toISOString();
    await add(team, bob);
    await whyNow(admin, 'in-by-directory', team, bob);
    await setMode('paused');
    const byHand = await addByHand(team, ann);
    await whyNow(admin, 'in-while-paused', team, ann);
    const paused = new Date().toISOString();
    const back = await admin.post(`/teams/${team}/hand-back`);
    expect(back.status).toBe(200);
    await whyNow(admin, 'in-by-hand', team, bob);
    const afterwards = new Date().toISOString();
    const of = (answer: WorkspaceAnswer) => ({ isIn: true, actor: ada, requestId: requestOf(answer) });
    expect(await why(admin, 'in-after-takeover', team, ann, waiting)).toMatchObject(of(added));
    expect(await why(admin, 'in-while-paused', team, ann, paused)).toMatchObject(of(byHand));
    expect(await why(admin, 'in-by-directory', team, bob, paused)).toMatchObject({ isIn: true });
    expect(await why(admin, 'in-by-hand', team, bob, afterwards)).toMatchObject(of(back));
  });

  it('by hand again and again, while the reconciler rests', async () => {
    const { scim, admin, people, addByHand, ada } = await given();
    const [ann = ''] = await people(1);
    const team = await pushGroup(scim, 'Design', []);
    const rests = async () => {
      await addByHand(team, ann);
      const { body } = await admin.get(`/audit/explain/membership?team=${team}&user=${ann}`);
      return body.explanation.verdict === 'in-while-backed-off' && body.explanation;
    };
    expect(await eventually(rests, 'the reconciler rests')).toMatchObject({ isIn: true, actor: ada });
  });
});

describe.concurrent('why somebody is not in a team', () => {
  it('was put out by the reconciler, because somebody had added the person by hand', async () => {
    const { scim, admin, people, addByHand, account } = await given();
    const [ann = ''] = await people(1);
    const team = await pushGroup(scim, 'Design', []);
    const added = await addByHand(team, ann);
    const out = await why(admin, 'out-by-reconciler', team, ann);
    expect(out).toMatchObject({ isIn: false, actor: { kind: 'system' }, requestId: requestOf(added) });
    expect(out.sentence).toContain(`added by hand by ${account.adminEmail} on `);
    expect(typesIn(out)).toEqual(expect.arrayContaining(['team.members-added', 'team.members-removed']));
    const atOf = (sought: string) => out.entries.find(({ type }: { type: string }) => type === sought).at as string;
    await why(admin, 'in-eviction-due', team, ann, atOf('team.members-added'));
    await why(admin, 'out-by-reconciler', team, ann, atOf('team.members-removed'));
  });

  it('was named, and was no user yet; was deleted; is inactive, and keeps the place; was erased', async () => {
    const { scim, admin, people, add, token, ada } = await given();
    const [ann = '', bea = ''] = await people(2);
    const team = await pushGroup(scim, 'Design', [ann, bea]);
    const deleted = await scim.remove(ann);
    expect(await why(admin, 'out-released', team, 'person0@example.com')).toMatchObject({
      actor: token,
      requestId: requestOf(deleted),
    });
    const whileDeleted = new Date().toISOString();
    const refused = await add(team, ann);
    expect(refused.status).toBe(400);
    expect((await scim.create('person0@example.com')).body.id).toBe(ann);
    const named = await why(admin, 'out-refused', team, ann);
    expect(named).toMatchObject({ isIn: false, actor: token, requestId: requestOf(refused) });
    expect(named.todo).toMatch(/push the group again/);
    await why(admin, 'out-released', team, ann, whileDeleted);
    const whileBack = new Date().toISOString();
    const left = await scim.patch(bea, { op: 'replace', value: { active: false } });
    expect(await why(admin, 'in-but-inactive', team, bea)).toMatchObject({
      isIn: true,
      actor: token,
      requestId: requestOf(left),
    });
    const whileInactive = new Date().toISOString();
    await add(team, ann);
    await scim.remove(bea);
    const erased = await eventually(async () => {
      const answer = await admin.send('DELETE', `/users/${bea}/data`);
      expect(answer.status).toBe(200);
      return answer;
    }, 'the released person can be erased');
    expect(await why(admin, 'out-erased', team, bea)).toMatchObject({ actor: ada, requestId: requestOf(erased) });
    await why(admin, 'in-but-inactive', team, bea, whileInactive);
    expect(await why(admin, 'out-refused', team, ann, whileBack)).toMatchObject({ requestId: requestOf(refused) });
  });

  it('the team was deleted; it is asked about by the name that it had, at any moment, whoever has the name now', async () => {
    const { scim, admin, people, token } = await given();
    const [ann = '', bob = ''] = await people(2);
    const before = new Date().toISOString();
    const pushed = await scim.send('POST', '/Groups', {
      schemas: [groupSchema],
      displayName: 'Design',
      members: [{ value: ann }],
    });
    const team = pushed.body.id as string;
    await why(admin, 'in-by-directory', team, ann);
    const whileThere = new Date().toISOString();
    const deleted = await scim.send('DELETE', `/Groups/${team}`);
    expect(deleted.status).toBe(204);
    const gone = await why(admin, 'out-team-deleted', 'design', ann);
    expect(gone).toMatchObject({ isIn: false, actor: token, requestId: requestOf(deleted) });
    const afterwards = new Date().toISOString();
    const next = await pushGroup(scim, 'DESIGN', [bob]);
    await why(admin, 'in-by-directory', 'Design', bob);
    expect(next).not.toBe(team);
    const there = await why(admin, 'in-by-directory', 'Design', ann, whileThere);
    expect(there).toMatchObject({ isIn: true, requestId: requestOf(pushed) });
    expect(await why(admin, 'out-team-deleted', 'Design', ann, afterwards)).toMatchObject({
      requestId: requestOf(deleted),
    });
    expect(await why(admin, 'in-by-directory', team, ann, whileThere)).toMatchObject({ requestId: requestOf(pushed) });
    const { body } = await admin.get(`/audit/explain/membership?team=Design&user=${ann}&at=${before}`);
    expect(['out-never-added', 'not-in-the-log']).toContain(body.explanation.verdict);
  });

  it('cannot be told while an event about it is on its way', async () => {
    const { scim, admin, people } = await given();
    const [ann = ''] = await people(1);
    const team = await pushGroup(scim, 'Design', [ann]);
    await whyNow(admin, 'in-by-directory', team, ann);
    const letGo = await holdEvents(ann);
    try {
      await scim.patch(ann, { op: 'replace', value: { active: false } });
      const { body } = await admin.get(`/audit/explain/membership?team=${team}&user=${ann}`);
      expect(body.explanation.verdict).toBe('cannot-be-told-yet');
      expect(body.explanation).not.toHaveProperty('isIn');
    } finally {
      await letGo();
    }
    await whyNow(admin, 'in-but-inactive', team, ann);
  });
});

describe.concurrent('who may ask, and about what', () => {
  it('an admin of the account about its own: what others have is not found', async () => {
    const [one, other] = await Promise.all([given(), given()]);
    const [ann = ''] = await one.people(1);
    const [bob = ''] = await other.people(1, 'q');
    const team = await pushGroup(one.scim, 'Design', [ann]);
    const path = '/audit/explain';
    const answers = await Promise.all([
      other.admin.get(`${path}/membership?team=${team}&user=${bob}`),
      one.admin.get(`${path}/membership?team=${team}&user=${bob}`),
      one.admin.get(`${path}/membership?team=Nowhere&user=${ann}`),
      one.admin.get(`${path}/membership?team=${team}&user=nobody@example.com`),
      other.admin.get(`${path}/user?user=${ann}`),
      other.admin.get(`${path}/token?token=${one.account.tokenId}`),
      one.admin.get(`${path}/membership?team=${team}&user=${ann}&at=2999-01-01T00:00:00Z`),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404, 404, 400]);
    const { session } = await workspace.join(one.account, one.admin, 'viewer@example.com', 'viewer');
    expect((await session.get(`${path}/user?user=${ann}`)).status).toBe(403);
  });

  it('why a token is refused, and why a person is inactive and of a type', async () => {
    const { admin, account, scim, people, token, ada } = await given();
    const [ann = ''] = await people(1);
    const left = await scim.patch(ann, { op: 'replace', value: { active: false, userType: 'viewer' } });
    const user = await eventually(async () => {
      const { body } = await admin.get('/audit/explain/user?user=person0@example.com');
      return body.state.verdict === 'inactive-by-directory' && body;
    }, 'the log tells why she is inactive');
    expect(user.state).toMatchObject({ actor: token, requestId: requestOf(left) });
    expect(user.userType).toMatchObject({ verdict: 'type-by-directory', requestId: requestOf(left) });
    expect(user.userType.sentence).toMatch(/person0@example.com is a viewer because the directory said so by/);
    const old = await account.newToken();
    await account.revokeToken(old.id);
    const refused = await eventually(async () => {
      const answer = await old.scim.get(ann);
      expect(answer.status).toBe(401);
      return answer;
    }, 'the token is refused');
    const why401 = await eventually(async () => {
      const { body } = await admin.get(`/audit/explain/token?token=${old.id}`);
      const { verdict, entries } = body.explanation;
      // What was done and what was answered come by topics of their own: either may be there first.
      const isThere = (type: string) => entries.some((each: { type: string }) => each.type === type);
      return (
        verdict === 'revoked-by-hand' &&
        isThere('token.revoked') &&
        isThere('scim.request-answered') &&
        body.explanation
      );
    }, 'the log tells of the revocation and of the refusal');
    expect(why401).toMatchObject({ actor: { kind: 'operator', id: 'ops-cli/tests' } });
    expect(why401.sentence).toMatch(/answered with 401 because it was revoked by the operator/);
    expect(requestOf(refused)).not.toBe('');
    const { body: works } = await admin.get(`/audit/explain/token?token=${account.tokenId}`);
    expect(works.explanation).toMatchObject({ verdict: 'works' });
    expect(ada.id).toBe(account.adminId);
  });
});

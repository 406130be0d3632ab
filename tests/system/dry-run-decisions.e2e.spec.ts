import { Urns } from '@rollcall/scim';
import { eventually } from '@rollcall/testing';
import { describe, expect, it } from 'vitest';
import { everythingOf } from '../support/everything-of.js';
import { patchOf, type Answer } from '../support/scim-session.js';
import { stack } from '../support/stack.js';
import { membersOf, untilTakeoversWait, workspaceAt, type Account } from '../support/workspace.js';

const { newAccount, workspaceUrl, dumpDatabases, dumpTopics } = await stack();
const { adminOf } = workspaceAt(workspaceUrl);

const { wouldChange: urn, group } = Urns;
const dry = { 'rollcall-dry-run': 'true' };
const long = { timeout: 120_000 };

const inactive = patchOf({ op: 'replace', path: 'active', value: false });
const listed = (ids: readonly string[]) => ids.map((value) => ({ value }));
const sorted = (...ids: string[]) => [...ids].sort();
const foreseenIn = ({ headers }: Pick<Answer, 'headers'>): unknown =>
  JSON.parse(headers.get('rollcall-would-change') ?? 'null');

/** All that is stored and said of an account, once its events are published, but for team-service's copies of people (ADR 0052). */
const settled = (account: Account) =>
  eventually(async () => {
    const all = await everythingOf(account, { dumpDatabases, dumpTopics });
    expect(all.some((line) => line.startsWith('outbox '))).toBe(false);
    return all.filter((line) => !line.startsWith('people '));
  }, 'events have been published');

/** An account that wants to be asked: Ann and Bob are in a team of its own, which the directory pushes a group of the name of. */
async function givenTeam() {
  const account = await newAccount();
  await account.set({ teamTakeover: 'review' });
  const { scim } = account;
  const made = [];
  for (const name of ['ann', 'bob', 'cleo']) made.push((await scim.create(`${name}@example.com`)).body.id as string);
  const [ann = '', bob = '', cleo = ''] = made;
  const { id: teamId } = await account.createTeam('Design');
  for (const id of [ann, bob]) await account.addMember(teamId, id);
  await untilTakeoversWait(scim, 'Design');
  const admin = await adminOf(account);
  const push = (ids: readonly string[], headers = {}) =>
    scim.send('POST', '/Groups', { schemas: [group], displayName: 'Design', members: listed(ids) }, headers);
  const takeovers = async () => (await admin.get('/takeovers')).body.items as { id: string; state: string }[];
  const asked = async (how: string) => {
    const [{ id } = { id: '' }] = await takeovers();
    const { status, body } = await admin.send('POST', `/takeovers/${id}/${how}`, undefined, dry);
    return {
      status,
      code: body.code as unknown,
      state: body.state as unknown,
      wouldChange: body.wouldChange as object,
    };
  };
  const done = async (how: string) => {
    const [{ id } = { id: '' }] = await takeovers();
    return (await admin.post(`/takeovers/${id}/${how}`)).body.state as string;
  };
  return { account, scim, admin, teamId, ann, bob, cleo, push, takeovers, asked, done };
}

describe('a dry run where takeovers are looked at first (rule 26)', () => {
  it(
    'of a push without members says that it would wait; with members it is refused; nothing is kept',
    long,
    async () => {
      const { account, admin, teamId, ann, bob, cleo, push, takeovers } = await givenTeam();
      const before = await settled(account);
      const empty = await push([], dry);
      expect([empty.status, empty.body.id]).toEqual([201, teamId]);
      expect(empty.body[urn]).toEqual({
        changed: true,
        outcome: 'proposed',
        events: ['team.takeover-proposed'],
        attributes: [],
        waitsFor: 'admin',
      });
      const full = await push([bob, cleo], dry);
      expect([full.status, full.headers.get('rollcall-dry-run'), foreseenIn(full)]).toEqual([409, 'true', null]);
      expect(await takeovers()).toEqual([]);
      expect(await settled(account)).toEqual(before);
      const refused = await push([bob, cleo]);
      expect([refused.status, refused.body]).toEqual([full.status, full.body]);
      expect([(await takeovers()).length, await membersOf(admin, teamId)]).toEqual([1, sorted(ann, bob)]);
    },
  );

  it('of what an admin decides about a kept group says who would come and who would go', long, async () => {
    const { account, scim, admin, teamId, ann, bob, cleo, push, takeovers, asked, done } = await givenTeam();
    await push([]);
    const add = patchOf({ op: 'add', path: 'members', value: listed([bob, cleo]) });
    const more = await scim.send('PATCH', `/Groups/${teamId}`, add, dry);
    expect([more.status, foreseenIn(more)]).toEqual([
      204,
      { changed: true, outcome: 'proposed', events: [], attributes: [], waitsFor: 'admin' },
    ]);
    await scim.send('PATCH', `/Groups/${teamId}`, add);
    const before = await settled(account);
    expect(await asked('decline')).toMatchObject({
      status: 200,
      state: 'declined',
      wouldChange: { outcome: 'declined' },
    });
    const withdrawn = await scim.send('DELETE', `/Groups/${teamId}`, undefined, dry);
    expect([withdrawn.status, foreseenIn(withdrawn)]).toMatchObject([204, { outcome: 'withdrawn' }]);
    expect(foreseenIn(withdrawn)).not.toHaveProperty('membersLost');
    expect(await asked('allow')).toMatchObject({
      status: 200,
      state: 'done',
      wouldChange: {
        outcome: 'taken-over',
        membersGained: { count: 1, ids: [cleo] },
        membersLost: { count: 1, ids: [ann] },
      },
    });
    expect(await asked('undo')).toMatchObject({ status: 409, code: 'takeover-decided' });
    expect(await settled(account)).toEqual(before);
    expect((await takeovers()).map(({ state }) => state)).toEqual(['waiting']);

    expect(await done('allow')).toBe('done');
    expect(await membersOf(admin, teamId)).toEqual(sorted(bob, cleo));
    const after = await settled(account);
    expect(await asked('undo')).toMatchObject({
      status: 200,
      state: 'undone',
      wouldChange: {
        outcome: 'undone',
        attributes: [{ attribute: 'ownedBy', from: 'directory', to: 'workspace' }],
        membersGained: { count: 1, ids: [ann] },
        membersLost: { count: 1, ids: [cleo] },
      },
    });
    expect(await settled(account)).toEqual(after);
    expect(await done('undo')).toBe('undone');
    expect(await membersOf(admin, teamId)).toEqual(sorted(ann, bob));
  });

  it('of allowing a push that was refused says who would come and go when it comes again', long, async () => {
    const { account, admin, teamId, ann, bob, cleo, push, asked, done } = await givenTeam();
    await push([bob, cleo]);
    const before = await settled(account);
    const moved = { membersGained: { count: 1, ids: [cleo] }, membersLost: { count: 1, ids: [ann] } };
    expect(await asked('allow')).toMatchObject({
      state: 'allowed',
      wouldChange: { outcome: 'allowed', waitsFor: 'push', ...moved },
    });
    expect(await settled(account)).toEqual(before);
    expect((await push([bob, cleo], dry)).status).toBe(409);
    expect(await done('decline')).toBe('declined');
    expect(await asked('allow')).toMatchObject({ state: 'allowed', wouldChange: moved });
    expect(await done('allow')).toBe('allowed');
    const again = await push([bob, cleo], dry);
    expect(again.body[urn]).toMatchObject({ outcome: 'taken-over', ...moved });
    expect(await membersOf(admin, teamId)).toEqual(sorted(ann, bob));
  });
});

/** An account with a brake, of whose 24 people of the directory 20 have left. */
async function givenLeavers() {
  const account = await newAccount();
  await account.set({ deprovisionBrake: '10' });
  const { scim } = account;
  const ids = await Promise.all(
    Array.from({ length: 24 }, async (_, n) => (await scim.create(`p${n}@example.com`)).body.id as string),
  );
  await Promise.all(ids.slice(0, 20).map((id) => scim.send('PATCH', `/Users/${id}`, inactive)));
  const admin = await adminOf(account);
  const held = async () => (await admin.get('/leavers')).body.held as number;
  return { account, scim, admin, held, last: ids.slice(20) as [string, string, string, string] };
}

describe('a dry run with the brake on leavers (rule 27)', () => {
  it('is refused as the write is, holds nobody, and says nothing to anybody', long, async () => {
    const { account, scim, admin, last, held } = await givenLeavers();
    const [one, two] = last;
    const before = await settled(account);
    const asked = await scim.send('PATCH', `/Users/${one}`, inactive, dry);
    const released = await scim.send('DELETE', `/Users/${two}`, undefined, dry);
    expect([asked.status, released.status, await held()]).toEqual([409, 409, 0]);
    expect((await admin.get('/notices')).body.items).toEqual([]);
    expect(await settled(account)).toEqual(before);
    const refused = await scim.send('PATCH', `/Users/${one}`, inactive);
    expect([refused.status, refused.body, await held()]).toEqual([409, asked.body, 1]);

    const withOne = await settled(account);
    expect((await scim.send('PATCH', `/Users/${one}`, inactive, dry)).body).toEqual(refused.body);
    const stays = await scim.send(
      'PATCH',
      `/Users/${one}`,
      patchOf({ op: 'replace', path: 'active', value: true }),
      dry,
    );
    expect(stays.body[urn]).toEqual({ changed: true, events: ['user.leaving-withdrawn'], attributes: [] });
    expect(await settled(account)).toEqual(withOne);
  });

  it('of approving and declining says how many would leave or stay, and refuses a wrong number', long, async () => {
    const { account, scim, admin, last, held } = await givenLeavers();
    for (const id of last.slice(0, 3)) await scim.send('PATCH', `/Users/${id}`, inactive);
    const [{ id: noticeId }] = (await admin.get('/notices')).body.items as [{ id: string }];
    const before = await settled(account);
    const ask = (path: string, body?: object) => admin.send('POST', path, body, dry);

    const wrong = await ask('/leavers/approve', { count: 2 });
    expect([wrong.status, wrong.body.code]).toEqual([409, 'leavers-changed']);
    const right = await ask('/leavers/approve', { count: 3 });
    expect([right.status, right.body]).toEqual([
      202,
      {
        decided: 3,
        held: 0,
        wouldChange: {
          changed: true,
          outcome: 'approved',
          events: ['account.leavers-approved'],
          attributes: [],
          leavers: { leave: 3, passesUntil: expect.any(String) as string },
        },
      },
    ]);
    const some = await ask('/leavers/approve', { userIds: [last[0]] });
    expect(some.body).toMatchObject({ decided: 1, held: 2, wouldChange: { leavers: { leave: 1 } } });
    const declined = await ask('/leavers/decline');
    expect([declined.status, declined.body]).toMatchObject([
      200,
      { decided: 3, wouldChange: { leavers: { stay: 3 } } },
    ]);
    const seen = await ask(`/notices/${noticeId}/acknowledge`);
    expect([seen.status, seen.body.wouldChange.events]).toEqual([200, ['account.notice-acknowledged']]);
    expect([await held(), await settled(account)]).toEqual([3, before]);

    const wrongly = await admin.post('/leavers/approve', { count: 2 });
    expect([wrongly.status, wrongly.body.code]).toEqual([409, 'leavers-changed']);
    expect((await admin.post('/leavers/decline', { userIds: [last[0]] })).body).toEqual({ decided: 1, held: 2 });
    const declinedOne = await ask('/leavers/approve', { userIds: [last[0]] });
    expect(declinedOne.body).toMatchObject({ decided: 1, held: 2, wouldChange: { leavers: { leave: 1 } } });
    expect((await admin.post('/leavers/approve', { count: 2 })).body).toEqual({ decided: 2, held: 0 });
    await eventually(async () => {
      const of = await Promise.all(last.map(async (id) => (await scim.get(id)).body.active as boolean));
      expect(of).toEqual([true, false, false, true]);
      return true;
    }, 'the approved have left');
  });
});

describe('a dry run of a restoration (rule 5)', () => {
  it(
    'answers what the write would, however little team-service knows of the release, and tells nobody',
    long,
    async () => {
      const account = await newAccount();
      const { scim } = account;
      const { body: ann } = await scim.create('ann@example.com');
      const team = await scim.send('POST', '/Groups', {
        schemas: [group],
        displayName: 'Design',
        members: listed([ann.id]),
      });
      expect(team.status).toBe(201);
      await scim.remove(ann.id);
      await settled(account);
      const before = await eventually(async () => {
        const all = await settled(account);
        expect(all.filter((line) => line.includes('team.members-removed'))).not.toEqual([]);
        return all;
      }, 'the team has heard of the release');
      const asked = await scim.send(
        'POST',
        '/Users',
        { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: 'ann@example.com', active: true },
        dry,
      );
      expect([asked.status, asked.body.id, asked.body[urn].outcome]).toEqual([201, ann.id, 'restored']);
      expect(await settled(account)).toEqual(before);
    },
  );
});

import { Urns } from '@rollcall/scim';
import { eventually } from '@rollcall/testing';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { patchOf } from '../support/scim-session.js';
import { stack } from '../support/stack.js';
import { workspaceAt } from '../support/workspace.js';

const { newAccount, dumpTopics, ops, workspaceUrl } = await stack();
const { adminOf } = workspaceAt(workspaceUrl);

const { group: groupSchema } = Urns;
const listed = (ids: readonly string[]) => ids.map((value) => ({ value }));
const sorted = (ids: readonly string[]) => [...ids].sort((one, other) => (one < other ? -1 : 1));

/** An account that wants to be asked, with a team of its own, its admin, and Okta. */
async function accountWithTeam(teamTakeover: 'review' | 'replace', members: number, others: number) {
  const account = await newAccount();
  await account.set({ teamTakeover });
  const made = await Promise.all(
    Array.from({ length: members + others }, (_, i) => account.scim.create(`p${i}@takeovers.example`)),
  );
  const ids = made.map(({ body }) => String(body.id));
  const { id } = await account.createTeam('Design');
  for (const userId of ids.slice(0, members)) await account.addMember(id, userId);
  const okta = {
    ask: (method: string, path: string, body?: object, headers: Record<string, string> = {}) =>
      account.scim.send(method, `/Groups${path}`, body, { 'user-agent': 'Okta SCIM Client 1.0.0', ...headers }),
    push: (userIds: readonly string[]) =>
      okta.ask('POST', '', { schemas: [groupSchema], displayName: 'Design', members: listed(userIds) }),
    patch: (operation: object, headers?: Record<string, string>) =>
      okta.ask('PATCH', `/${id}`, patchOf(operation), headers),
    add: (userIds: readonly string[]) => okta.patch({ op: 'add', path: 'members', value: listed(userIds) }),
  };
  const admin = await adminOf(account);
  const newest = async () => {
    const { body } = await admin.get('/takeovers');
    const [{ id: takeoverId }] = body.items as [{ id: string }];
    return (await admin.get(`/takeovers/${takeoverId}`)).body;
  };
  const decide = (how: string, takeoverId: string, headers: Record<string, string> = {}) =>
    admin.send('POST', `/takeovers/${takeoverId}/${how}`, undefined, { 'idempotency-key': uuidv7(), ...headers });
  const named = (side: { items: readonly { userId: string }[] }) => sorted(side.items.map(({ userId }) => userId));
  return {
    account,
    admin,
    okta,
    id,
    ids,
    newest,
    decide,
    named,
    members: async () => sorted(await account.members(id)),
  };
}

const membersIn = (body: unknown) =>
  sorted((body as { members: { value: string }[] }).members.map(({ value }) => value));

describe('with teamTakeover: review', { timeout: 60_000 }, () => {
  it("an app of Okta's catalogue pushes empty, then names and members: it sees its group, the team stays, and an admin lets it happen at once", async () => {
    const { admin, okta, id, ids, newest, decide, named, members } = await accountWithTeam('review', 2, 1);
    const [ann = '', bob = '', cy = ''] = ids;
    const before = await members();
    const pushed = await okta.push([]);
    expect([pushed.status, pushed.body.id, membersIn(pushed.body)]).toEqual([201, id, []]);
    expect((await okta.patch({ op: 'replace', value: { id, displayName: 'Design' } })).status).toBe(204);
    expect((await okta.add([bob, cy])).status).toBe(204);
    const { body, headers } = await okta.ask('GET', `/${id}`);
    expect(membersIn(body)).toEqual(sorted([bob, cy]));
    expect(headers.get('etag')).toBe((body as { meta: { version: string } }).meta.version);
    expect((await okta.ask('GET', `/${id}`, undefined, { 'if-none-match': headers.get('etag') ?? '' })).status).toBe(
      304,
    );
    expect((await okta.patch({ op: 'remove', path: 'members' }, { 'if-match': 'W/"1"' })).status).toBe(412);
    const found = await okta.ask('GET', `?filter=${encodeURIComponent('displayName eq "Design"')}`);
    expect(found.body).toMatchObject({ totalResults: 1, Resources: [{ id }] });
    expect(await members()).toEqual(before);
    const takeover = await newest();
    expect(takeover).toMatchObject({
      state: 'waiting',
      kept: true,
      teamId: id,
      gain: { count: 1 },
      lose: { count: 1 },
      stay: { count: 1 },
    });
    expect([named(takeover.gain), named(takeover.lose), named(takeover.stay)]).toEqual([[cy], [ann], [bob]]);
    expect(takeover.sentence).toContain(
      'would take over the team "Design" (2 people): the team would then have exactly the members of the group. Nothing has changed yet. ' +
        '1 person would gain access (p2@takeovers.example)',
    );
    const shown = { 'if-match': `W/"${takeover.version}"` };
    expect((await decide('allow', takeover.id as string, { 'if-match': 'W/"1"' })).status).toBe(412);
    const allowed = await decide('allow', takeover.id as string, shown);
    expect([allowed.status, allowed.body.state]).toEqual([200, 'done']);
    expect(await members()).toEqual(sorted([bob, cy]));
    expect((await okta.add([ann])).status).toBe(204);
    expect(await members()).toEqual(sorted(ids));
    const eventTypes = await eventually(async () => {
      const lines = (await dumpTopics('rollcall.team.events')).split('\n').filter((line) => line.startsWith(`${id} `));
      const types = lines.map((line) => /"ce_type":"([^"]+)"/.exec(line)?.[1]);
      return types.includes('team.taken-over') ? types : undefined;
    }, 'the topic tells the takeover');
    expect((eventTypes ?? []).filter((type) => type?.includes('take'))).toEqual([
      'team.takeover-proposed',
      'team.takeover-allowed',
      'team.taken-over',
    ]);
    expect((await admin.get(`/teams/${id}`)).body.ownedBy).toBe('directory');
  });

  it('an own app of Okta pushes with members: refused until an admin allows it, and taken when it comes again', async () => {
    const { okta, id, ids, newest, decide, named, members } = await accountWithTeam('review', 2, 1);
    const [ann = '', bob = '', cy = ''] = ids;
    const refused = await okta.push([bob, cy]);
    expect([refused.status, refused.body.scimType]).toEqual([409, 'uniqueness']);
    expect(refused.body.detail).toContain('An admin of the workspace has to allow');
    expect(refused.body.detail).toContain('in Okta under Push Groups with "Push now"');
    expect((await okta.ask('GET', `?filter=${encodeURIComponent('displayName eq "Design"')}`)).body).toMatchObject({
      totalResults: 0,
    });
    const takeover = await newest();
    expect([takeover.kept, named(takeover.gain), named(takeover.lose)]).toEqual([false, [cy], [ann]]);
    expect((await decide('allow', takeover.id as string)).body.state).toBe('allowed');
    expect(await members()).toEqual(sorted([ann, bob]));
    const pushed = await okta.push([bob, cy]);
    expect([pushed.status, pushed.body.id]).toEqual([201, id]);
    const put = await okta.ask('PUT', `/${id}`, {
      schemas: [groupSchema],
      displayName: 'Design',
      members: listed([cy]),
    });
    expect(put.status).toBe(200);
    expect(await members()).toEqual([cy]);
  });

  it('a group that is declined is refused from then on, and a team of the workspace is never deleted', async () => {
    const { okta, id, ids, newest, decide, members } = await accountWithTeam('review', 1, 1);
    await okta.push([]);
    const takeover = await newest();
    expect((await decide('decline', takeover.id as string)).body.state).toBe('declined');
    const refused = await okta.add(ids);
    expect([refused.status, refused.body.detail]).toEqual([409, expect.stringContaining('has declined') as string]);
    const kept = await okta.ask('DELETE', `/${id}`);
    expect([kept.status, kept.body.detail]).toEqual([
      409,
      expect.stringContaining('"Leave the group in the target app"') as string,
    ]);
    expect(await members()).toEqual(ids.slice(0, 1));
  });

  it('a group that Okta deletes before is withdrawn', async () => {
    const { admin, okta, id, ids, members } = await accountWithTeam('review', 1, 0);
    await okta.push([]);
    expect((await okta.ask('DELETE', `/${id}`)).status).toBe(204);
    expect([(await admin.get('/takeovers')).body.items, await members()]).toEqual([[], ids]);
  });

  it('an operator sees and decides the same', async () => {
    const { account, okta, ids, members } = await accountWithTeam('review', 1, 1);
    await okta.push([]);
    await okta.add(ids.slice(1));
    const shown = await ops('takeovers', 'show', account.slug, 'Design');
    expect(shown).toMatchObject({ gain: [{ userId: ids[1] }], lose: [{ userId: ids[0] }] });
    await ops('takeovers', 'allow', account.slug, 'Design');
    expect(await members()).toEqual(ids.slice(1));
    await ops('takeovers', 'undo', account.slug, 'Design');
    expect(await members()).toEqual(ids.slice(0, 1));
  });
});

describe('a takeover that nobody was asked about', { timeout: 60_000 }, () => {
  it('is undone: the former members are in again as they were, and the group waits from then on', async () => {
    const { admin, okta, id, ids, newest, decide, named, members } = await accountWithTeam('replace', 2, 1);
    const [ann = '', bob = '', cy = ''] = ids;
    const before = (await admin.get(`/teams/${id}/members`)).body.items;
    expect((await okta.push([bob, cy])).status).toBe(201);
    const takeover = await newest();
    expect(takeover).toMatchObject({ state: 'done', gained: 1, lost: 1 });
    expect([named(takeover.gain), named(takeover.lose), named(takeover.stay)]).toEqual([[ann], [cy], [bob]]);
    const undone = await decide('undo', takeover.id as string, { 'if-match': `W/"${takeover.version}"` });
    expect([undone.status, undone.body.state]).toEqual([200, 'undone']);
    expect((await admin.get(`/teams/${id}/members`)).body.items).toEqual(before);
    expect((await admin.get(`/teams/${id}`)).body.ownedBy).toBe('workspace');
    expect((await okta.add([cy])).status).toBe(409);
    expect((await okta.ask('DELETE', `/${id}`)).status).toBe(409);
    expect(await members()).toEqual(sorted([ann, bob]));
  });
});

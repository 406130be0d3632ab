import { TeamCommands, UserEvents, type StageMembers, type TakeoverReply } from '@rollcall/contracts';
import { v7 as uuidv7 } from 'uuid';
import { beforeEach, describe, expect, it } from 'vitest';
import { inTransaction } from '@rollcall/persistence';
import { TeamStateLoader } from '../src/persistence/team-state-loader.js';
import type { TeamReads } from '../src/reads.js';
import { UserReplica } from '../src/user-replica/user-replica.js';
import { cleanHistory } from '../src/reconciliation/clean-history.js';
import { sharedWorld } from './support/shared-world.js';
import { sorted, team } from './support/team-world.js';
import { messageOf, okta } from './support/users.js';

const world = await sharedWorld();
const { users } = world;
let acme: ReturnType<typeof world.of>;

beforeEach(() => {
  acme = world.of(users.newAccount({ teamTakeover: 'review' }));
});

const message = messageOf(TeamCommands.change.type, { accountId: uuidv7() }, 'team');

type Account = typeof acme;
const some = (count: number, of: Account = acme) => Array.from({ length: count }, () => of.join());

/** A workspace team with these people. */
async function handMade(people: readonly string[], of: Account = acme, name = 'Design'): Promise<string> {
  const { id } = team(await of.createByHand(name));
  for (const userId of people) await of.addByHand(id, userId);
  return id;
}

/** The takeover that an admin sees first. */
async function newest(of: Account = acme) {
  const [takeover] = await of.takeovers();
  if (!takeover) throw new Error('there is no takeover');
  return takeover;
}

function decided(answer: TakeoverReply | string): TakeoverReply {
  if (typeof answer === 'string') throw new Error(`refused: ${answer}`);
  return answer;
}

const owner = async (teamId: string, of: Account = acme) => (await world.readModel.team(of.accountId, teamId))?.ownedBy;
const asGroup = (teamId: string, of: Account = acme) => world.readModel.team(of.accountId, teamId, 'group');
const typesOf = async (teamId: string) => (await acme.events(teamId)).map(({ type }) => type);
const membershipsOf = (teamId: string) =>
  world.rows('SELECT user_id, source, added_at, added_by FROM memberships WHERE team_id = $1 ORDER BY user_id', [
    teamId,
  ]);
const peopleStored = (takeoverId: string) =>
  world.rows<{ list: string; n: number }>(
    'SELECT list, count(*)::int AS n FROM takeover_people WHERE takeover_id = $1 GROUP BY list ORDER BY list',
    [takeoverId],
  );

describe('a group that is pushed with its members', () => {
  it('waits: the team stays as it is, and an admin sees who would gain and lose access', async () => {
    const [ann = '', bob = '', cy = ''] = some(3);
    const id = await handMade([ann, bob]);
    const before = await world.readModel.team(acme.accountId, id);
    expect(await acme.push('design', [bob, cy])).toMatchObject({
      id,
      outcome: 'waits',
      ownedBy: 'workspace',
      changed: false,
    });
    expect([await world.readModel.team(acme.accountId, id), await acme.members(id)]).toEqual([
      before,
      sorted([ann, bob]),
    ]);
    expect(await asGroup(id)).toEqual(before);
    const takeover = await newest();
    expect(takeover).toMatchObject({
      teamId: id,
      state: 'waiting',
      kept: false,
      displayName: 'design',
      teamName: 'Design',
      pushedBy: okta,
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(await acme.sides(takeover.id)).toEqual({ gain: [cy], lose: [ann], stay: [bob], missing: [] });
    expect(await typesOf(id)).toEqual([
      'team.created',
      'team.members-added',
      'team.members-added',
      'team.takeover-proposed',
    ]);
  });

  it('may come again once it is allowed, for no loss beyond those that were shown', async () => {
    const [ann = '', bob = '', cy = '', dee = ''] = some(4);
    const id = await handMade([ann, bob]);
    await acme.push('Design', [bob, cy]);
    const takeover = await newest();
    expect(decided(await acme.allow(takeover))).toMatchObject({ state: 'allowed', changed: true });
    expect(await acme.members(id)).toEqual(sorted([ann, bob]));
    await acme.addByHand(id, dee); // would be lost too, and nobody was shown that
    expect(await acme.push('Design', [bob, cy])).toMatchObject({ outcome: 'waits' });
    expect(await acme.sides(takeover.id)).toMatchObject({ lose: sorted([ann, dee]) });
    decided(await acme.allow(await newest()));
    await acme.removeByHand(id, dee); // fewer may be lost
    expect(await acme.push('Design', [bob, cy])).toMatchObject({ id, outcome: 'taken-over', ownedBy: 'directory' });
    expect(await acme.members(id)).toEqual(sorted([bob, cy]));
    expect(await newest()).toMatchObject({ id: takeover.id, state: 'done', gained: 1, lost: 1 });
    expect(await acme.events(id)).toContainEqual(
      expect.objectContaining({ type: 'team.taken-over', takeoverId: takeover.id }),
    );
  });

  it('counts with its last word, and waits anew when nobody pushes it within a day', async () => {
    const [ann = '', bob = '', cy = ''] = some(3);
    const id = await handMade([ann]);
    await acme.push('Design', [bob]);
    await acme.push('Design', [cy]);
    const takeover = await newest();
    expect(await acme.sides(takeover.id)).toMatchObject({ gain: [cy], lose: [ann] });
    decided(await acme.allow(takeover));
    await world.rows(`UPDATE takeovers SET ends_at = now() - interval '1 s' WHERE id = $1`, [takeover.id]);
    expect(await acme.push('Design', [cy])).toMatchObject({ outcome: 'waits' });
    expect((await newest()).id).not.toBe(takeover.id);
    expect(await owner(id)).toBe('workspace');
  });

  it('is refused from then on where it is declined, until an admin allows it after all', async () => {
    const [ann = '', bob = ''] = some(2);
    const id = await handMade([ann]);
    await acme.push('Design', [bob]);
    const takeover = await newest();
    expect(decided(await acme.decline(takeover))).toMatchObject({ state: 'declined' });
    expect(decided(await acme.decline(takeover)).changed).toBe(false);
    for (const answer of [await acme.push('Design', [bob]), await acme.push('Design'), await acme.add(id, [bob])])
      expect(answer).toBe('takeover-declined');
    decided(await acme.allow(takeover));
    expect(await acme.push('Design', [bob])).toMatchObject({ outcome: 'taken-over' });
    expect(await acme.decline(takeover)).toBe('takeover-decided');
  });

  it('is refused by name where it names who is no user, and then nothing is kept', async () => {
    await handMade(some(1));
    expect(await acme.push('Design', [uuidv7()])).toBe('members-unknown');
    expect(await acme.takeovers()).toEqual([]);
  });

  it('waits also where it comes to the id of a team, as PUT or as PATCH; a PATCH is about the members that SCIM shows', async () => {
    const [ann = '', bob = '', cy = ''] = some(3);
    const id = await handMade([ann, bob]);
    expect(await acme.add(id, [cy])).toMatchObject({ outcome: 'waits' });
    const takeover = await newest();
    expect(await acme.sides(takeover.id)).toEqual({ gain: [cy], lose: [], stay: sorted([ann, bob]), missing: [] });
    expect(await acme.replace(id, 'Design', [cy])).toMatchObject({ outcome: 'waits' });
    expect(await acme.sides(takeover.id)).toEqual({ gain: [cy], lose: sorted([ann, bob]), stay: [], missing: [] });
    expect(await acme.remove(id, [ann])).toMatchObject({ outcome: 'waits' });
    expect(await acme.sides(takeover.id)).toEqual({ gain: [], lose: [ann], stay: [bob], missing: [] });
    decided(await acme.allow(takeover));
    expect(await acme.remove(id, [ann])).toMatchObject({ ownedBy: 'directory' });
    expect(await acme.members(id)).toEqual([bob]);
  });
});

describe('a change of some members of a team that has to wait', () => {
  it('reads and keeps only what it changes, at whatever the team has then; the last word counts', async () => {
    const [ann = '', bob = '', cy = '', dee = ''] = some(4);
    const id = await handMade([ann, bob]);
    expect(await acme.add(id, [cy])).toMatchObject({ outcome: 'waits' });
    const takeover = await newest();
    expect(await peopleStored(takeover.id)).toEqual([{ list: 'on', n: 1 }]);
    await acme.addByHand(id, dee);
    await acme.removeByHand(id, bob);
    expect(await acme.sides(takeover.id)).toEqual({ gain: [cy], lose: [], stay: sorted([ann, dee]), missing: [] });
    expect(await acme.remove(id, [dee])).toMatchObject({ outcome: 'waits' });
    expect(await peopleStored(takeover.id)).toEqual([{ list: 'off', n: 1 }]);
    expect(await acme.sides(takeover.id)).toEqual({ gain: [], lose: [dee], stay: [ann], missing: [] });
    expect((await newest()).id).toBe(takeover.id);
    decided(await acme.allow(await newest()));
    expect(await acme.remove(id, [dee])).toMatchObject({ ownedBy: 'directory' });
    expect(await acme.members(id)).toEqual([ann]);
  });

  it('is kept as a change also where it has to wait because it takes out somebody whose loss was not shown', async () => {
    const [ann = '', bob = '', cy = '', dee = ''] = some(4);
    const id = await handMade([ann, bob, cy]);
    await acme.remove(id, [ann]);
    const takeover = await newest();
    decided(await acme.allow(takeover));
    expect(await acme.remove(id, [bob])).toMatchObject({ outcome: 'waits' });
    expect(await peopleStored(takeover.id)).toEqual([
      { list: 'off', n: 1 },
      { list: 'shown-loss', n: 1 },
    ]);
    await acme.addByHand(id, dee);
    await acme.removeByHand(id, cy);
    expect(await acme.sides(takeover.id)).toEqual({ gain: [], lose: [bob], stay: sorted([ann, dee]), missing: [] });
    decided(await acme.allow(await newest()));
    expect(await acme.remove(id, [bob])).toMatchObject({ ownedBy: 'directory' });
    expect(await acme.members(id)).toEqual(sorted([ann, dee]));
  });

  it('gives way to a whole group, and takes the place of one', async () => {
    const [ann = '', bob = '', cy = ''] = some(3);
    const id = await handMade([ann]);
    await acme.add(id, [bob]);
    const takeover = await newest();
    await acme.replace(id, 'Design', [cy]);
    expect(await peopleStored(takeover.id)).toEqual([{ list: 'pushed', n: 1 }]);
    expect(await acme.sides(takeover.id)).toEqual({ gain: [cy], lose: [ann], stay: [], missing: [] });
    await acme.add(id, [bob]);
    expect(await peopleStored(takeover.id)).toEqual([{ list: 'on', n: 1 }]);
    expect(await acme.sides(takeover.id)).toEqual({ gain: [bob], lose: [], stay: [ann], missing: [] });
    await acme.leave(bob);
    expect(await acme.sides(takeover.id)).toEqual({ gain: [], lose: [], stay: [ann], missing: [] });
  });

  it('does not read the team, neither the first time nor after an undo', async () => {
    const id = await handMade(some(3));
    const [cy = ''] = some(1);
    const reads = { accountId: acme.accountId, teamId: id, userIds: [cy], directory: true, changesMembers: true };
    const loader = new TeamStateLoader(new UserReplica(world.dataSource, users));
    const readWith = (read: TeamReads) =>
      inTransaction(world.dataSource, async (tx) => {
        const state = await loader.load(tx, [{ message, reads: read }], new Set());
        const found = 'team' in state ? state.team(acme.accountId, id) : undefined;
        if (!found || !('team' in state)) throw new Error('the team was not loaded');
        const members = state.members(found);
        return () => [...members.memberships()];
      });
    const isUnread = async () => expect(await readWith(reads)).toThrow('not all members were asked for');
    await isUnread();
    await acme.add(id, [cy]);
    await isUnread();
    expect((await readWith({ ...reads, changesMembers: false }))()).toHaveLength(3);
    await acme.push('Design', [cy]);
    decided(await acme.allow(await newest()));
    await acme.push('Design', [cy]);
    decided(await acme.undo(await newest()));
    await isUnread();
  });
});

describe('a group that is pushed without members first', () => {
  it('is kept: the directory sees its group, writes to it, and the team stays as it is', async () => {
    const [ann = '', bob = '', cy = ''] = some(3);
    const id = await handMade([ann]);
    const before = await world.readModel.team(acme.accountId, id);
    const pushed = team(await acme.push('DESIGN'));
    expect(pushed).toMatchObject({ id, displayName: 'DESIGN', ownedBy: 'directory', outcome: 'proposed' });
    expect(await asGroup(id)).toMatchObject({ displayName: 'DESIGN', version: pushed.version });
    expect(await acme.roster(id)).toEqual([]);
    const named = team(await acme.change(id, [{ change: 'rename', displayName: 'Design' }]));
    const full = team(await acme.add(id, [bob, cy]));
    expect(full.version).toBeGreaterThan(named.version);
    expect(team(await acme.add(id, [bob]))).toMatchObject({ version: full.version, changed: false });
    expect(await acme.remove(id, [cy])).toMatchObject({ outcome: 'proposed' });
    expect([await acme.roster(id), (await asGroup(id))?.displayName]).toEqual([[bob], 'Design']);
    expect(await world.readModel.team(acme.accountId, id)).toEqual(before);
    expect(await acme.members(id)).toEqual([ann]);
    const { teams } = await world.readModel.search({
      accountId: acme.accountId,
      scope: 'managed',
      as: 'group',
      offset: 0,
      limit: 9,
    });
    expect(teams).toEqual([await asGroup(id)]);
    const { total } = await world.readModel.search({
      accountId: acme.accountId,
      scope: 'managed',
      offset: 0,
      limit: 9,
    });
    expect(total).toBe(0);
  });

  it('takes the team over at once when an admin allows it, with the last word of the directory', async () => {
    const [ann = '', bob = '', cy = ''] = some(3);
    const id = await handMade([ann, bob]);
    await acme.push('Design');
    await acme.replace(id, 'Designers', [bob, cy]);
    const takeover = await newest();
    expect(takeover).toMatchObject({ kept: true, displayName: 'Designers', teamName: 'Design' });
    expect(await acme.sides(takeover.id)).toEqual({ gain: [cy], lose: [ann], stay: [bob], missing: [] });
    expect(decided(await acme.allow(takeover, [String(takeover.version)]))).toMatchObject({
      state: 'done',
      gained: 1,
      lost: 1,
    });
    expect(await acme.members(id)).toEqual(sorted([bob, cy]));
    expect(await acme.roster(id)).toEqual(sorted([bob, cy]));
    expect(await world.readModel.team(acme.accountId, id)).toMatchObject({
      ownedBy: 'directory',
      displayName: 'Designers',
    });
    expect(await acme.add(id, [ann])).toMatchObject({ ownedBy: 'directory', changed: true });
    expect(decided(await acme.allow(takeover)).changed).toBe(false);
    expect(await peopleStored(takeover.id)).toEqual([{ list: 'former', n: 2 }]);
    const events = await acme.events(id);
    expect(events.map(({ type }) => type).slice(3)).toEqual([
      'team.takeover-proposed',
      'team.takeover-allowed',
      'team.taken-over',
      'team.updated',
      'team.members-added',
      'team.members-removed',
      'team.members-added',
    ]);
    const versions = events.flatMap(({ version }) => (version === undefined ? [] : [Number(version)]));
    expect(versions).toEqual(versions.map((_, i) => i + 1));
  });

  it('is not allowed as it was shown where the group, or the team, has changed since', async () => {
    const [ann = '', bob = ''] = some(2);
    const id = await handMade([ann]);
    await acme.push('Design');
    for (const change of [() => acme.add(id, [bob]), () => acme.addByHand(id, bob)]) {
      const { version } = await newest();
      await change();
      expect(await acme.allow(await newest(), [String(version)])).toBe('version-mismatch');
    }
    expect(await owner(id)).toBe('workspace');
  });

  it('is compared with the version of the group, not of the team', async () => {
    const [ann = ''] = some(1);
    const id = await handMade([]);
    const { version } = team(await acme.push('Design'));
    const add = [{ change: 'add-members' as const, members: { userIds: [ann] } }];
    expect(await acme.change(id, add, ['1'])).toBe('version-mismatch');
    expect(await acme.change(id, add, [String(version)])).toMatchObject({ outcome: 'proposed' });
    expect(await acme.delete(id, [String(version)])).toBe('version-mismatch');
  });

  it('leaves the former members for up to a minute where it is allowed while it is empty', async () => {
    const [ann = '', bob = ''] = some(2);
    const id = await handMade([ann]);
    await acme.push('Design');
    expect(decided(await acme.allow(await newest())).lost).toBeUndefined();
    expect([await acme.roster(id), await acme.members(id)]).toEqual([[], [ann]]);
    await acme.add(id, [bob]);
    expect(await acme.members(id)).toEqual([bob]);
  });

  it('is withdrawn by a DELETE: the team stays, and is no group any more', async () => {
    const [ann = ''] = some(1);
    const id = await handMade([ann]);
    await acme.push('Design');
    const takeover = await newest();
    await acme.add(id, [ann]);
    expect(await acme.delete(id)).toMatchObject({ id });
    expect([await owner(id), await acme.members(id), await acme.takeovers()]).toEqual(['workspace', [ann], []]);
    expect(await peopleStored(takeover.id)).toEqual([]);
    expect(await acme.delete(id)).toBe('workspace-owned');
    expect((await typesOf(id)).at(-1)).toBe('team.takeover-withdrawn');
  });

  it('is refused in the same proposal where it comes once more as a new group with members', async () => {
    const [ann = '', bob = ''] = some(2);
    const id = await handMade([ann]);
    await acme.push('Design');
    await acme.add(id, [ann]);
    expect(await acme.push('Design')).toMatchObject({ id, outcome: 'proposed' }); // as after a lost answer
    expect(await acme.roster(id)).toEqual([]);
    expect(await acme.push('Design', [bob])).toMatchObject({ outcome: 'waits' });
    expect(await acme.takeovers()).toMatchObject([{ kept: false }]);
    expect(await asGroup(id)).toMatchObject({ ownedBy: 'workspace' });
  });

  it('takes no name that another team has, neither when it is renamed nor when it is allowed', async () => {
    const id = await handMade([]);
    await handMade([], acme, 'Drawing');
    await acme.push('Design');
    expect(await acme.rename(id, 'drawing')).toBe('team-name-taken');
    await acme.rename(id, 'Painting');
    await handMade([], acme, 'Painting');
    expect(await acme.allow(await newest())).toBe('team-name-taken');
  });

  it('ends after fourteen days, and begins anew with the next write', async () => {
    const [ann = ''] = some(1);
    const id = await handMade([]);
    await acme.push('Design');
    await acme.add(id, [ann]);
    const { id: first, endsAt } = await newest();
    expect(Date.parse(endsAt ?? '') - Date.now()).toBeGreaterThan(13.9 * 24 * 3_600_000);
    await world.rows(`UPDATE takeovers SET ends_at = now() - interval '1 s' WHERE id = $1`, [first]);
    expect([await acme.takeovers(), (await asGroup(id))?.ownedBy, await acme.roster(id)]).toEqual([
      [],
      'workspace',
      [],
    ]);
    expect(await acme.allow({ id: first, teamId: id })).toBe('takeover-not-found');
    expect(await acme.rename(id, 'Design')).toMatchObject({ outcome: 'proposed' });
    await cleanHistory(world.dataSource, () => Promise.resolve(true));
    expect(await peopleStored(first)).toEqual([]);
    expect(await world.rows('SELECT 1 FROM takeovers WHERE account_id = $1', [acme.accountId])).toHaveLength(1);
    await cleanHistory(world.dataSource, () => Promise.resolve(true));
    const lapsed = (await acme.events(id)).filter(({ type }) => type === 'team.takeover-lapsed');
    expect(lapsed).toMatchObject([{ accountId: acme.accountId, takeoverId: first }]);
  });
});

describe('a takeover that is undone', () => {
  it('gives the team back with its former members as they were, and tells before who goes and who does not come', async () => {
    const free = world.of(users.newAccount());
    acme = free;
    const [ann = '', bob = '', cy = '', dee = '', eve = ''] = some(5);
    const id = await handMade([ann, bob, cy]);
    const before = await membershipsOf(id);
    await free.push('Design', [bob, dee]); // `replace`: nobody was asked
    await free.addByHand(id, eve);
    await free.leave(cy);
    const takeover = await newest();
    expect(takeover).toMatchObject({ state: 'done', gained: 1, lost: 2 });
    expect(await free.sides(takeover.id)).toEqual({
      gain: [ann],
      lose: sorted([dee, eve]),
      stay: [bob],
      missing: [cy],
    });
    expect(decided(await free.undo(takeover, [String(takeover.version)]))).toMatchObject({ state: 'undone' });
    expect(await membershipsOf(id)).toEqual(before.filter((row) => (row as { user_id: string }).user_id !== cy));
    expect([await owner(id), await free.roster(id)]).toEqual(['workspace', sorted([ann, bob])]);
    await world.reconcile();
    expect(await free.members(id)).toEqual(sorted([ann, bob]));
    expect((await free.events(id)).slice(-3)).toMatchObject([
      { type: 'team.takeover-undone', ownedBy: 'workspace', returned: 1, lost: 2, takeoverId: takeover.id },
      { type: 'team.members-added', userIds: [ann], reason: 'the takeover was undone' },
      { type: 'team.members-removed', userIds: sorted([dee, eve]) },
    ]);
    expect(await peopleStored(takeover.id)).toEqual([]);
    expect(decided(await free.undo(takeover)).changed).toBe(false);
    expect(await free.delete(id)).toBe('workspace-owned');
  });

  it('gives the team its names back, which the group had replaced', async () => {
    acme = world.of(users.newAccount());
    const [ann = '', bob = ''] = some(2);
    const id = await handMade([ann]);
    await acme.replace(id, 'Designers', [bob]);
    await acme.change(id, [{ change: 'set-external-id', externalId: 'okta-7' }]);
    const takeover = await newest();
    expect(takeover).toMatchObject({ teamName: 'Designers', formerName: 'Design' });
    expect(await world.takeovers.find(acme.accountId, takeover.id)).not.toHaveProperty('formerNameTaken');
    expect(decided(await acme.undo(takeover))).toMatchObject({ teamName: 'Design' });
    const [names] = await world.rows('SELECT display_name, external_id FROM teams WHERE id = $1', [id]);
    expect(names).toEqual({ display_name: 'Design', external_id: null });
    expect((await acme.events(id)).slice(-4)).toMatchObject([
      { type: 'team.takeover-undone' },
      { type: 'team.updated', changed: ['displayName', 'externalId'] },
      { type: 'team.members-added' },
      { type: 'team.members-removed' },
    ]);
    // To the directory the group has that id: what it writes waits for an admin, and a new group is another team.
    expect(await acme.replace(id, 'Designers', [bob])).toMatchObject({ outcome: 'waits' });
    expect(team(await acme.push('Designers', [bob]))).toMatchObject({ outcome: 'created' });
    expect(await acme.members(id)).toEqual([ann]);
  });

  it('keeps the name of the group where another team has its own by now, and says so before', async () => {
    acme = world.of(users.newAccount());
    const [ann = '', bob = ''] = some(2);
    const id = await handMade([ann]);
    await acme.replace(id, 'Designers', [bob]);
    team(await acme.createByHand('design'));
    const takeover = await newest();
    expect(await world.takeovers.find(acme.accountId, takeover.id)).toMatchObject({ formerNameTaken: true });
    expect(decided(await acme.undo(takeover))).toMatchObject({ teamName: 'Designers', formerName: 'Design' });
    expect(await acme.members(id)).toEqual([ann]);
  });

  it('is not followed by another one without an admin, whatever the setting says', async () => {
    acme = world.of(users.newAccount());
    const [ann = '', bob = ''] = some(2);
    const id = await handMade([ann]);
    await acme.push('Design', [bob]);
    decided(await acme.undo(await newest()));
    expect(await acme.push('Design', [bob])).toMatchObject({ outcome: 'waits' });
    expect(await acme.add(id, [bob])).toMatchObject({ outcome: 'waits' });
    // Its proposal ends; that it was undone does not.
    await world.rows(`UPDATE takeovers SET ends_at = now() - interval '1 s' WHERE team_id = $1 AND state = 'waiting'`, [
      id,
    ]);
    await cleanHistory(world.dataSource, () => Promise.resolve(true));
    expect(await acme.push('Design', [bob])).toMatchObject({ outcome: 'waits' });
    decided(await acme.allow(await newest()));
    expect(await acme.push('Design', [bob])).toMatchObject({ outcome: 'taken-over' });
    expect(await acme.members(id)).toEqual([bob]);
  });

  it('does not bring back who stands for another person now, and forgets who was erased', async () => {
    acme = world.of(users.newAccount());
    const [ann = '', bob = '', cy = ''] = some(3);
    const id = await handMade([ann, bob, cy]);
    await acme.push('Design', []);
    await acme.add(id, [cy]);
    await acme.reassign(ann);
    await world.handle(users.change(acme.accountId, bob, { active: false }, UserEvents.erased.type));
    const takeover = await newest();
    expect(await acme.sides(takeover.id)).toEqual({ gain: [], lose: [], stay: [cy], missing: [] });
    decided(await acme.undo(takeover));
    expect(await acme.members(id)).toEqual([cy]);
  });

  it('is possible for thirty days, also of a team that was handed back since; and only of the last one', async () => {
    acme = world.of(users.newAccount());
    const [ann = '', bob = ''] = some(2);
    const id = await handMade([ann]);
    await acme.push('Design', [bob]);
    await acme.handBack(id);
    const first = await newest();
    await acme.push('Design', [ann]);
    const second = await newest();
    expect(await acme.undo(first)).toBe('takeover-not-found');
    expect(await peopleStored(first.id)).toEqual([]);
    await acme.handBack(id);
    decided(await acme.undo(second));
    expect(await acme.members(id)).toEqual([bob]);
    expect(await acme.undo(first)).toBe('takeover-not-found');
  });

  it('brings back who came by hand in the same moment as the takeover', async () => {
    acme = world.of(users.newAccount());
    const [ann = '', bob = ''] = some(2);
    const id = await handMade([]);
    await acme.add(id, [ann]);
    decided(await acme.undo(await newest()));
    expect(await acme.members(id)).toEqual([]);
    expect(await acme.addByHand(id, bob)).toMatchObject({ ownedBy: 'workspace' });
  });
});

describe('what is stored of takeovers', () => {
  it('goes with the team', async () => {
    const [ann = ''] = some(1);
    const id = await handMade([]);
    await acme.push('Design', [ann]);
    const takeover = await newest();
    await acme.deleteByHand(id);
    expect(await peopleStored(takeover.id)).toEqual([]);
    expect(await world.rows('SELECT 1 FROM takeovers WHERE id = $1', [takeover.id])).toEqual([]);
  });

  it('names nobody who leaves: a kept group loses the person as a roster does', async () => {
    const [ann = '', bob = ''] = some(2);
    const id = await handMade([]);
    await acme.push('Design');
    await acme.add(id, [ann, bob]);
    await acme.leave(ann);
    expect(await acme.roster(id)).toEqual([bob]);
    decided(await acme.allow(await newest()));
    expect(await acme.members(id)).toEqual([bob]);
  });

  it('is seen by nobody of another account', async () => {
    const id = await handMade([]);
    await acme.push('Design');
    const takeover = await newest();
    const beta = world.of(users.newAccount());
    await beta.push('Known');
    expect([await beta.takeovers(), await beta.allow(takeover)]).toEqual([[], 'team-not-found']);
    await expect(beta.sides(takeover.id)).rejects.toThrow('takeover-not-found');
    expect(await beta.allow({ id: takeover.id, teamId: team(await beta.createByHand('Other')).id })).toBe(
      'takeover-not-found',
    );
    expect(await owner(id)).toBe('workspace');
  });
});

describe('a team of many', () => {
  it('is proposed by a list in parts, allowed and undone in sets', async () => {
    const people = some(2_500);
    const id = await handMade(people.slice(0, 3));
    await acme.push('Design');
    const stageId = uuidv7();
    await world.ask<StageMembers>(TeamCommands.stageMembers, {
      accountId: acme.accountId,
      teamId: id,
      actor: okta,
      stageId,
      part: 0,
      userIds: people.slice(2),
    });
    const members = { staged: { stageId, parts: 1 } };
    expect(
      await world.ask(TeamCommands.changeMany, {
        accountId: acme.accountId,
        teamId: id,
        actor: okta,
        changes: [{ change: 'add-members', members }],
      }),
    ).toMatchObject({ outcome: 'proposed' });
    const takeover = await newest();
    expect((await world.takeovers.find(acme.accountId, takeover.id)).counts).toEqual({
      gain: 2_497,
      lose: 2,
      stay: 1,
      missing: 0,
    });
    decided(await acme.allow(takeover));
    expect(await acme.members(id)).toHaveLength(2_498);
    decided(await acme.undo(await newest()));
    expect(await acme.members(id)).toEqual(sorted(people.slice(0, 3)));
    expect(await world.rows('SELECT 1 FROM staged_members WHERE stage_id = $1', [stageId])).toEqual([]);
  });
});

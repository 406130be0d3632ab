import {
  TeamCommands,
  UserEvents,
  type ChangeTeam,
  type PushTeam,
  type StageMembers,
  type TeamChange,
} from '@rollcall/contracts';
import { v7 as uuidv7 } from 'uuid';
import { beforeEach, describe, expect, it } from 'vitest';
import { sharedWorld } from './support/shared-world.js';
import { sorted, team } from './support/team-world.js';
import { messageOf, okta } from './support/users.js';

const world = await sharedWorld();
const { users } = world;
let acme: ReturnType<typeof world.of>;

beforeEach(() => {
  users.away = false;
  acme = world.of(users.newAccount());
});

const some = (count: number) => sorted(Array.from({ length: count }, () => acme.join()));

describe('a pushed group (rule 10)', () => {
  it('is a team with its members, in roster and memberships alike', async () => {
    const people = some(3);
    const pushed = team(await acme.push('Design', people));
    expect(pushed).toMatchObject({ displayName: 'Design', ownedBy: 'directory', version: 2, outcome: 'created' });
    expect(await acme.roster(pushed.id)).toEqual(people);
    expect(await acme.members(pushed.id)).toEqual(people);
    expect((await acme.events(pushed.id)).map(({ type, version }) => [type, version])).toEqual([
      ['team.created', '1'],
      ['team.members-added', '2'],
    ]);
  });

  it('follows renames, single changes and whole lists; what is so already is no change, no event, no version', async () => {
    const [ann, bob, cy] = some(3) as [string, string, string];
    const { id } = team(await acme.push('Design', [ann]));
    expect(team(await acme.add(id, [ann, bob]))).toMatchObject({ changed: true, version: 3 });
    expect(team(await acme.add(id, [bob]))).toMatchObject({ changed: false, version: 3 });
    expect(team(await acme.remove(id, [cy]))).toMatchObject({ changed: false, version: 3 });
    expect(team(await acme.rename(id, 'Drawing'))).toMatchObject({ displayName: 'Drawing', version: 4 });
    expect(team(await acme.replace(id, 'Drawing', [bob, cy]))).toMatchObject({ version: 6 });
    expect(await acme.roster(id)).toEqual(sorted([bob, cy]));
    expect(await acme.members(id)).toEqual(sorted([bob, cy]));
    const versions = (await acme.events(id)).map(({ version }) => Number(version));
    expect(versions).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('names at most 1,000 members per event, each with a version of its own', async () => {
    const people = some(2_500);
    const { id, version } = team(await acme.push('Everybody', people));
    expect(version).toBe(4);
    const events = await acme.events(id);
    expect(events.map((event) => (event as { userIds?: string[] }).userIds?.length)).toEqual([
      undefined,
      1_000,
      1_000,
      500,
    ]);
  });

  it('loses as many as the directory takes out, and nobody of another team', async () => {
    const people = some(2_000);
    const { id } = team(await acme.push('Everybody', people));
    const { id: other } = team(await acme.push('Everybody too', people));
    const left = people.slice(0, 500);
    await acme.replace(id, 'Everybody', left);
    expect([await acme.roster(id), await acme.members(id)]).toEqual([left, left]);
    expect([await acme.roster(other), await acme.members(other)]).toEqual([people, people]);
  });

  it('goes with everything that belongs to it (rule 15), and its name is free again', async () => {
    const [ann] = some(1) as [string];
    const { id } = team(await acme.push('Design', [ann]));
    expect(await acme.delete(id)).toEqual({ id });
    expect(await acme.delete(id)).toBe('team-not-found');
    expect(team(await acme.push('design')).id).not.toBe(id);
    for (const table of ['roster', 'memberships']) {
      expect(await world.rows(`SELECT 1 FROM ${table} WHERE team_id = $1`, [id])).toEqual([]);
    }
  });

  it('is still known by its last name when it is gone', async () => {
    const { id } = team(await acme.push('Design'));
    const { id: other } = team(await acme.push('Survey'));
    await acme.rename(id, 'Drawing');
    await acme.delete(id);
    const briefs = await world.readModel.briefs(acme.accountId, [id, other, uuidv7(), 'no id']);
    expect(briefs.toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual([
      { id, displayName: 'Drawing', ownedBy: 'directory', deletedAt: expect.any(String) as string },
      { id: other, displayName: 'Survey', ownedBy: 'directory' },
    ]);
    expect(await world.readModel.briefs(users.newAccount(), [id, other])).toEqual([]);
    expect(await world.readModel.formerCalled(acme.accountId, 'DRAWING')).toEqual([
      briefs.find((each) => each.id === id),
    ]);
    expect(await world.readModel.formerCalled(acme.accountId, 'Survey')).toEqual([]);
    expect(await world.readModel.formerCalled(users.newAccount(), 'Drawing')).toEqual([]);
    // Its last event is compared with what was heard too.
    const last = (await acme.events(id)).at(-1);
    expect(last?.type).toBe('team.deleted');
    expect(await world.rows('SELECT version::int FROM former_teams WHERE id = $1', [id])).toEqual([
      { version: Number(last?.version) },
    ]);
  });

  it('is nothing to other accounts (rule 23)', async () => {
    const { id } = team(await acme.push('Design', some(1)));
    const other = world.of(users.newAccount());
    expect(await other.rename(id, 'Mine')).toBe('team-not-found');
    expect(await other.add(id, [])).toBe('team-not-found');
    expect(await other.push('Design', some(1))).toBe('members-unknown');
    expect(team(await other.push('Design')).id).not.toBe(id);
  });
});

describe('names (rule 11)', () => {
  it('compare without regard to case, and belong to one team', async () => {
    const { id } = team(await acme.push('Design'));
    expect(await acme.push('DESIGN')).toBe('team-name-taken');
    const drawing = team(await acme.push('Drawing'));
    expect(await acme.rename(drawing.id, 'design')).toBe('team-name-taken');
    expect(team(await acme.rename(id, 'DESIGN')).displayName).toBe('DESIGN');
    expect(await acme.createByHand('drawing')).toBe('team-name-taken');
  });

  it.each(['Sales, EMEA', 'a{b}', 'say "hi"', 'back\\slash', 'null', "it's", '{}'])(
    'are any text: a team made as %s is found and taken over by a group of that name',
    async (name) => {
      const { id } = team(await acme.createByHand(name));
      expect(team(await acme.push(name))).toMatchObject({ id, displayName: name, outcome: 'taken-over' });
      expect(await acme.push(name)).toBe('team-name-taken');
    },
  );

  it('are given to one of fifty who push it at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, i) => acme.push('Design', [], i % 2 === 0 ? world.one : world.other)),
    );
    expect(answers.filter((answer) => answer === 'team-name-taken')).toHaveLength(49);
  });
});

describe('a takeover (rule 11)', () => {
  it('keeps the id, replaces the members, and says how many gained and lost access', async () => {
    const [ann, bob, cy] = some(3) as [string, string, string];
    const { id } = team(await acme.createByHand('Design'));
    await acme.addByHand(id, ann);
    await acme.addByHand(id, bob);
    const taken = team(await acme.push('design', [bob, cy]));
    expect(taken).toMatchObject({ id, ownedBy: 'directory', outcome: 'taken-over', displayName: 'design' });
    expect(await acme.members(id)).toEqual(sorted([bob, cy]));
    expect(await acme.events(id)).toContainEqual(
      expect.objectContaining({ type: 'team.taken-over', gained: 1, lost: 1 }),
    );
  });

  it('by an empty group leaves the former members until the first write with members', async () => {
    const [ann, bob] = some(2) as [string, string];
    const { id } = team(await acme.createByHand('Design'));
    await acme.addByHand(id, ann);
    await acme.push('Design');
    await acme.rename(id, 'The Designers');
    await world.reconcile();
    expect([await acme.roster(id), await acme.members(id)]).toEqual([[], [ann]]);
    await acme.add(id, [bob]);
    expect([await acme.roster(id), await acme.members(id)]).toEqual([[bob], [bob]]);
  });

  it('by an empty group that stays empty puts the former members out after 60 s, however many', async () => {
    const people = some(40);
    const { id } = team(await acme.createByHand('Design'));
    for (const userId of people) await acme.addByHand(id, userId);
    await acme.push('Design');
    await world.rows(`UPDATE dirty_teams SET not_before = now() WHERE team_id = $1`, [id]);
    await world.reconcile(new Date(Date.now() + 59_000));
    expect(await acme.members(id)).toHaveLength(40);
    await world.rows(`UPDATE dirty_teams SET not_before = now() WHERE team_id = $1`, [id]);
    await world.reconcile(new Date(Date.now() + 61_000));
    expect(await acme.members(id)).toEqual([]);
  });

  it('is refused where the account says so, and then nothing has changed', async () => {
    const strict = world.of(users.newAccount({ teamTakeover: 'refuse' }));
    const { id } = team(await strict.createByHand('Design'));
    expect(await strict.push('Design')).toBe('takeover-refused');
    expect(await strict.rename(id, 'Other')).toBe('takeover-refused');
    expect(await world.readModel.team(strict.accountId, id)).toMatchObject({ ownedBy: 'workspace', version: 1 });
  });

  it('by a PATCH keeps the members that it does not mention', async () => {
    const [ann, bob] = some(2) as [string, string];
    const { id } = team(await acme.createByHand('Design'));
    await acme.addByHand(id, ann);
    await acme.add(id, [bob]);
    expect(await acme.roster(id)).toEqual(sorted([ann, bob]));
    await world.reconcile();
    expect(await acme.members(id)).toEqual(sorted([ann, bob]));
  });
});

describe('members whom the account does not have (rule 12)', () => {
  it('are refused by name, and nothing changes', async () => {
    const [ann] = some(1) as [string];
    const { id } = team(await acme.push('Design', [ann]));
    expect(await acme.add(id, [uuidv7(), 'not even an id'])).toBe('members-unknown');
    expect(await acme.push('Other', [ann, uuidv7()])).toBe('members-unknown');
    expect(await acme.roster(id)).toEqual([ann]);
  });

  it('are skipped with a warning where the account wants that', async () => {
    const lenient = world.of(users.newAccount({ unknownMembers: 'skip' }));
    const ann = lenient.join();
    const { id } = team(await lenient.push('Design', [ann, '42']));
    expect(await lenient.roster(id)).toEqual([ann]);
    expect(await lenient.events(id)).toContainEqual(
      expect.objectContaining({ type: 'team.members-skipped', unknownIds: ['42'] }),
    );
    const [bob, outsider] = [lenient.join(), uuidv7()];
    await lenient.add(id, [outsider, bob]);
    expect(await lenient.roster(id)).toEqual(sorted([ann, bob]));
    expect(await lenient.events(id)).toContainEqual(
      expect.objectContaining({ type: 'team.members-skipped', unknownIds: [outsider] }),
    );
  });

  it('are asked about at once, and only once: a push right after an assignment does not fail', async () => {
    const [ann] = some(1) as [string];
    const before = users.asked;
    await acme.push('Design', [ann]);
    await acme.push('Drawing', [ann]);
    expect(users.asked - before).toBe(1);
  });

  it('cannot be told while user-service is away: try again, and nothing has happened', async () => {
    const [ann] = some(1) as [string];
    await acme.push('Design');
    users.away = true;
    expect(await acme.push('Drawing', [ann])).toBe('dependency-away');
    users.away = false;
    expect(team(await acme.push('Drawing', [ann])).version).toBe(2);
  });

  it('are those who left: they leave all rosters with the event, and never come back by an older answer', async () => {
    const [ann, bob] = some(2) as [string, string];
    const [design, drawing] = [team(await acme.push('Design', [ann, bob])), team(await acme.push('Drawing', [ann]))];
    await acme.leave(ann);
    expect([await acme.roster(design.id), await acme.members(design.id)]).toEqual([[bob], [bob]]);
    expect(await acme.roster(drawing.id)).toEqual([]);
    expect(await acme.add(design.id, [ann])).toBe('members-unknown');
  });

  it('are no longer those who left and are back, although the event of that has not come: their owner is asked first', async () => {
    const [ann, bob] = some(2) as [string, string];
    const { id } = team(await acme.push('Design', [ann, bob]));
    await acme.leave(ann);
    const back = users.change(acme.accountId, ann, { active: true, released: false }, UserEvents.restored.type);
    expect(team(await acme.add(id, [ann])).changed).toBe(true);
    expect(await acme.roster(id)).toEqual([ann, bob].sort());
    await world.handle(back);
    expect(await acme.members(id)).toEqual([ann, bob].sort());
  });

  it('are groups by that name, where a group is to be a member of a group', async () => {
    const [ann] = some(1) as [string];
    const inner = team(await acme.push('Inner', [ann]));
    const { id } = team(await acme.push('Outer'));
    const nobody = uuidv7();
    const changes = [{ change: 'add-members', members: { userIds: [inner.id, nobody, ann] } }];
    const command = { accountId: acme.accountId, teamId: id, actor: okta, changes };
    expect(await world.handle(messageOf(TeamCommands.change.type, command, id))).toMatchObject({
      code: 'members-unknown',
      facts: { unknownIds: [nobody], count: 1, groupIds: [inner.id] },
    });
    expect(await acme.roster(id)).toEqual([]);
  });

  it('cannot be told of those who left while user-service is away: its copy is no answer', async () => {
    const [ann] = some(1) as [string];
    const { id } = team(await acme.push('Design', [ann]));
    await acme.leave(ann);
    users.away = true;
    expect(await acme.add(id, [ann])).toBe('dependency-away');
    users.away = false;
    expect(await acme.add(id, [ann])).toBe('members-unknown');
  });

  it('are those who left, whatever an older event says that comes later, or again', async () => {
    const [ann] = some(1) as [string];
    const { id } = team(await acme.push('Design', [ann]));
    const older = users.change(acme.accountId, ann, { active: false }, UserEvents.deactivated.type);
    const left = users.change(acme.accountId, ann, { released: true }, UserEvents.released.type);
    await world.one.handle(left, older);
    const eventsBefore = (await acme.events(id)).length;
    expect(await acme.add(id, [ann])).toBe('members-unknown');
    await world.handle({ ...older, id: uuidv7() });
    await world.handle({ ...left, id: uuidv7() });
    expect(await acme.add(id, [ann])).toBe('members-unknown');
    expect((await acme.events(id)).length).toBe(eventsBefore);
  });

  it('are those who were erased, who were only inactive before and kept what was made by hand until then', async () => {
    const [ann, bob] = some(2) as [string, string];
    const { id } = team(await acme.push('Design', [ann, bob]));
    await world.handle(users.change(acme.accountId, ann, { active: false }, UserEvents.deactivated.type));
    expect(await acme.members(id)).toContain(ann);
    const erased = users.change(acme.accountId, ann, { active: false }, UserEvents.erased.type);
    await world.handle(erased);
    await world.handle({ ...erased, id: uuidv7() });
    expect([await acme.roster(id), await acme.members(id)]).toEqual([[bob], [bob]]);
    expect((await acme.events(id)).at(-1)).toMatchObject({ type: 'team.members-removed' });
    expect(await acme.add(id, [ann])).toBe('members-unknown');
  });

  it('are those who leave between the answer of user-service and its arrival: the event counts, not the older answer', async () => {
    const [ann] = some(1) as [string];
    users.meanwhile = async () => {
      users.meanwhile = () => Promise.resolve();
      await acme.leave(ann);
    };
    expect(await acme.push('Design', [ann])).toBe('members-unknown');
    expect(await world.rows('SELECT 1 FROM questions WHERE account_id = $1', [acme.accountId])).toEqual([]);
  });

  it('lose what was made by hand for the person whom the user stood for, and keep their place in rosters', async () => {
    const [ann, bob] = some(2) as [string, string];
    const design = team(await acme.push('Design', [ann, bob]));
    const football = team(await acme.createByHand('Football'));
    for (const userId of [ann, bob]) await acme.addByHand(football.id, userId);
    await acme.reassign(ann);
    expect([await acme.members(design.id), await acme.members(football.id)]).toEqual([[ann, bob], [bob]]);
    expect((await acme.events(football.id)).at(-1)).toMatchObject({
      type: 'team.members-removed',
      userIds: [ann],
      reason: 'the user stands for another person now',
    });
  });

  it('keep what was made by hand for the new person, however late the event of the change comes', async () => {
    const [ann] = some(1) as [string];
    const [before, after, both] = [
      team(await acme.createByHand('Football')).id,
      team(await acme.createByHand('Chess')).id,
      team(await acme.push('Design', [])).id,
    ];
    await acme.addByHand(before, ann);
    await world.rows(`UPDATE memberships SET added_at = added_at - interval '2 min' WHERE team_id = $1`, [before]);
    const late = { ...acme.reassigned(ann), time: new Date(Date.now() - 60_000) };
    for (const teamId of [after, both]) await acme.addByHand(teamId, ann);
    team(await acme.add(both, [ann]));
    await acme.hear(late);
    expect(await Promise.all([before, after, both].map((id) => acme.members(id)))).toEqual([[], [ann], [ann]]);
    expect(await acme.roster(both)).toEqual([ann]);
  });

  it('keep their place while they are only inactive (rule 16)', async () => {
    const [ann] = some(1) as [string];
    const { id } = team(await acme.push('Design', [ann]));
    await acme.deactivate(ann);
    await world.reconcile();
    expect([await acme.roster(id), await acme.members(id)]).toEqual([[ann], [ann]]);
  });
});

describe('many at once', () => {
  it('loses nobody: 60 single adds and 60 single removes over two instances', async () => {
    const [coming, going] = [some(60), some(60)];
    const { id } = team(await acme.push('Design', going));
    await Promise.all([
      ...coming.map((userId, i) => acme.add(id, [userId], i % 2 === 0 ? world.one : world.other)),
      ...going.map((userId, i) => acme.remove(id, [userId], i % 2 === 0 ? world.other : world.one)),
    ]);
    expect(await acme.roster(id)).toEqual(coming);
    expect(await acme.members(id)).toEqual(coming);
  });

  it('never keeps somebody who leaves while being pushed', async () => {
    for (let round = 0; round < 10; round += 1) {
      const [ann] = some(1) as [string];
      await acme.push(`Known ${round}`, [ann]);
      const [pushed] = await Promise.all([acme.push(`Racing ${round}`, [ann]), acme.leave(ann)]);
      const id = typeof pushed === 'string' ? undefined : pushed.id;
      if (id !== undefined) expect(await acme.roster(id)).toEqual([]);
    }
  });
});

describe('a list that is too long for one message', () => {
  const stage = (teamId: string, stageId: string, part: number, userIds: string[]) =>
    world.ask<StageMembers>(TeamCommands.stageMembers, {
      accountId: acme.accountId,
      teamId,
      actor: { kind: 'directory', id: 'okta' },
      stageId,
      part,
      userIds,
    });
  const push = (teamId: string, stageId: string, parts: number) =>
    world.ask<PushTeam>(TeamCommands.push, {
      accountId: acme.accountId,
      teamId,
      actor: { kind: 'directory', id: 'okta' },
      displayName: `Long ${teamId}`,
      members: { staged: { stageId, parts } },
    });

  it('goes ahead in parts, in any order, and becomes one change; the parts are forgotten', async () => {
    const people = some(30);
    const [teamId, stageId] = [uuidv7(), uuidv7()];
    await stage(teamId, stageId, 1, people.slice(20));
    await stage(teamId, stageId, 0, people.slice(0, 20));
    await stage(teamId, stageId, 1, people.slice(20));
    expect(team(await push(teamId, stageId, 2)).version).toBe(2);
    expect(await acme.roster(teamId)).toEqual(people);
    expect(await world.rows('SELECT 1 FROM staged_members WHERE stage_id = $1', [stageId])).toEqual([]);
  });

  it('changes a team of others: who is in stays, who is not comes, and all of them go again', async () => {
    const [teamId, stageId] = [uuidv7(), uuidv7()];
    const [ann = '', ...many] = some(10_400);
    const bob = acme.join();
    await stage(teamId, stageId, 0, [bob]);
    await push(teamId, stageId, 1);
    await acme.add(teamId, [ann]);
    const change = async (how: TeamChange['change']) => {
      const list = uuidv7();
      await stage(teamId, list, 0, many.slice(0, 5_000));
      await stage(teamId, list, 1, [...many.slice(5_000), ann.toUpperCase()]);
      const actor = { kind: 'directory', id: 'okta' } as const;
      const changes = [{ change: how, members: { staged: { stageId: list, parts: 2 } } }];
      return world.ask<ChangeTeam>(TeamCommands.changeMany, { accountId: acme.accountId, teamId, actor, changes });
    };
    const counts = () =>
      world.rows(
        `SELECT (SELECT count(*)::int FROM roster WHERE team_id = $1) AS roster,
                (SELECT count(*)::int FROM memberships WHERE team_id = $1) AS members`,
        [teamId],
      );
    team(await change('add-members'));
    expect(await counts()).toEqual([{ roster: 10_401, members: 10_401 }]);
    const eventsBefore = (await acme.events(teamId)).length;
    team(await change('add-members'));
    expect((await acme.events(teamId)).length).toBe(eventsBefore);
    team(await change('remove-members'));
    expect([await acme.roster(teamId), await acme.members(teamId)]).toEqual([[bob], [bob]]);
  });

  it('is refused part by part while user-service is away: nobody in it is taken for unknown', async () => {
    const people = some(5);
    const [teamId, stageId] = [uuidv7(), uuidv7()];
    await acme.push('Known account');
    users.away = true;
    expect(await stage(teamId, stageId, 0, people)).toBe('dependency-away');
    expect(await push(teamId, stageId, 1)).toBe('stage-incomplete');
    users.away = false;
    await stage(teamId, stageId, 0, people);
    expect(team(await push(teamId, stageId, 1)).version).toBe(2);
    expect(await acme.roster(teamId)).toEqual(people);
  });

  it('is refused by name where it holds what is no user', async () => {
    const [teamId, stageId] = [uuidv7(), uuidv7()];
    await stage(teamId, stageId, 0, [...some(2), uuidv7(), 'not even an id']);
    expect(await push(teamId, stageId, 1)).toBe('members-unknown');
  });

  it('is refused where a part is missing, or belongs to another account', async () => {
    const [teamId, stageId] = [uuidv7(), uuidv7()];
    await stage(teamId, stageId, 0, some(2));
    expect(await push(teamId, stageId, 2)).toBe('stage-incomplete');
    acme = world.of(users.newAccount());
    expect(await push(teamId, stageId, 1)).toBe('stage-incomplete');
  });
});

import { TeamCommands } from '@rollcall/contracts';
import { describe, expect, it } from 'vitest';
import { sharedWorld } from './support/shared-world.js';
import { sorted, team } from './support/team-world.js';
import { messageOf, okta } from './support/users.js';

const world = await sharedWorld();

/** Two people in a team of the directory, and one of them in a team of the workspace too. */
async function twoTeams() {
  const acme = world.of(world.users.newAccount());
  const [ann, bob] = [acme.join(), acme.join()];
  const design = team(await acme.push('Design', [ann, bob])).id;
  const football = team(await acme.createByHand('Football')).id;
  await acme.addByHand(football, ann);
  return { acme, ann, bob, design, football };
}

describe('whoever is released and comes back before the teams have heard of it', () => {
  it('stays in the teams that are said afterwards, whenever the events come', async () => {
    const { acme, ann, bob, design, football } = await twoTeams();
    const released = acme.released(ann);
    const restored = await acme.comeBack(ann);
    team(await acme.add(design, [ann]));
    team(await acme.addByHand(football, ann));
    for (const late of [released, restored, released]) await acme.hear(late);
    await world.reconcile();
    expect(await acme.roster(design)).toEqual(sorted([ann, bob]));
    expect(await acme.members(design)).toEqual(sorted([ann, bob]));
    expect(await acme.members(football)).toEqual([ann]);
  });

  it('is in no team about which nothing is said afterwards, as if the release had been heard of', async () => {
    const { acme, ann, bob, design, football } = await twoTeams();
    const released = acme.released(ann);
    const restored = await acme.comeBack(ann);
    expect([await acme.roster(design), await acme.members(football)]).toEqual([[bob], []]);
    for (const late of [released, restored]) await acme.hear(late);
    expect([await acme.roster(design), await acme.members(football)]).toEqual([[bob], []]);
    const removals = (await acme.events(design)).filter(({ type }) => type === 'team.members-removed');
    expect(removals).toMatchObject([{ userIds: [ann], reason: 'the person has left the directory' }]);
  });

  it('costs nothing where the event came first, and nothing where nobody knows the person', async () => {
    const { acme, ann, design } = await twoTeams();
    await acme.hear(acme.released(ann));
    const before = (await acme.events(design)).length;
    await acme.comeBack(ann);
    await acme.comeBack(acme.join());
    expect(await acme.events(design)).toHaveLength(before);
  });

  it('is not taken out again by a gateway that tells of the release twice', async () => {
    const { acme, ann, bob, design } = await twoTeams();
    const released = acme.released(ann);
    const payload = { accountId: acme.accountId, userId: ann, version: released.aggregateVersion ?? 0, actor: okta };
    await acme.comeBack(ann);
    team(await acme.add(design, [ann]));
    await world.ask(TeamCommands.removeReleased, payload);
    expect(await acme.roster(design)).toEqual(sorted([ann, bob]));
  });

  it('is nobody who can be added in the transaction that tells of the release', async () => {
    const { acme, ann, bob, design } = await twoTeams();
    const { aggregateVersion: version = 0 } = acme.released(ann);
    const of = { accountId: acme.accountId, actor: okta };
    const changes = [{ change: 'add-members', members: { userIds: [ann] } }];
    const [, added] = await world.one.handle(
      messageOf(TeamCommands.removeReleased.type, { ...of, userId: ann, version } as typeof of, ann),
      messageOf(TeamCommands.change.type, { ...of, teamId: design, changes } as typeof of, design),
    );
    expect(added?.reply).toMatchObject({ ok: false, code: 'members-unknown' });
    expect(await acme.roster(design)).toEqual([bob]);
  });
});

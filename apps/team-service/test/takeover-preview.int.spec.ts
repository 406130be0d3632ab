import { testTimes } from '@rollcall/testing';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { sorted, team, teamWorld } from './support/team-world.js';

const world = await teamWorld();
afterAll(() => world.close());

const people = [0, 1, 2, 3, 4, 5];
const some = fc.subarray(people);
/** What happens between two looks. */
const meanwhile = fc.array(
  fc.record({
    do: fc.constantFrom('add' as const, 'remove' as const, 'leave' as const, 'deactivate' as const),
    who: fc.nat(5),
  }),
  { maxLength: 3 },
);
const course = fc.record({
  setting: fc.constantFrom('review' as const, 'replace' as const),
  /** Without members first, as Okta's catalogue apps do, or with them. */
  emptyFirst: fc.boolean(),
  former: some,
  pushed: fc.subarray(people, { minLength: 1 }),
  beforeAllowing: meanwhile,
  beforePushing: meanwhile,
  beforeUndoing: meanwhile,
});
type Course = typeof course extends fc.Arbitrary<infer T> ? T : never;

/** One account with a team, and all that an admin and the directory do about its takeover. */
async function accountOf({ setting, former }: Course) {
  const acme = world.of(world.users.newAccount({ teamTakeover: setting }));
  const ids = people.map(() => acme.join());
  const gone = new Set<string>();
  const { id: teamId } = team(await acme.createByHand('Design'));
  for (const who of former) await acme.addByHand(teamId, ids[who] ?? '');
  return {
    acme,
    teamId,
    idsOf: (some: readonly number[]) => some.map((who) => ids[who] ?? '').filter((id) => !gone.has(id)),
    happens: async (steps: Course['beforeAllowing']) => {
      for (const { do: what, who } of steps) {
        const id = ids[who] ?? '';
        if (gone.has(id)) continue;
        if (what === 'add') await acme.addByHand(teamId, id);
        else if (what === 'remove') await acme.removeByHand(teamId, id);
        else if (what === 'deactivate') await acme.deactivate(id);
        else await acme.leave(id).then(() => gone.add(id));
      }
    },
    newest: async () => {
      const [takeover] = await acme.takeovers();
      if (!takeover) throw new Error('there is no takeover');
      return takeover;
    },
    /** Everybody's place as an admin is shown it, and as it will be. */
    preview: async (takeoverId: string) => {
      const { gain, lose, stay } = await acme.sides(takeoverId);
      expect(await acme.members(teamId)).toEqual(sorted([...lose, ...stay]));
      return { lose, after: sorted([...gain, ...stay]) };
    },
    /** With its memberships as they are. */
    memberships: () =>
      world.rows<{ user_id: string }>(
        'SELECT user_id, source, added_at, added_by FROM memberships WHERE team_id = $1 ORDER BY user_id',
        [teamId],
      ),
  };
}

/** Until the directory has the team, as an admin was shown it. */
async function takeOver(plan: Course, account: Awaited<ReturnType<typeof accountOf>>): Promise<void> {
  const { acme, teamId, idsOf, happens, preview, newest } = account;
  const push = () => acme.push('Design', idsOf(plan.pushed));
  const first = plan.emptyFirst ? await acme.push('Design') : await push();
  if (plan.emptyFirst) team(await acme.add(teamId, idsOf(plan.pushed)));
  if (plan.setting === 'replace') return;
  expect(first).toMatchObject({ outcome: plan.emptyFirst ? 'proposed' : 'waits' });
  await happens(plan.beforeAllowing);
  const shown = await newest();
  const { lose, after } = await preview(shown.id);
  expect(await acme.allow(shown, [String(shown.version)])).toMatchObject({ changed: true });
  if (plan.emptyFirst) return expect(await waitedFor(account)).toEqual(after);
  await happens(plan.beforePushing);
  const before = await acme.members(teamId);
  const pushed = await push();
  const lost = before.filter((id) => !idsOf(plan.pushed).includes(id));
  // For no loss beyond those shown, however the team has changed meanwhile.
  const isWithin = lost.every((id) => lose.includes(id));
  expect(pushed).toMatchObject({
    outcome: isWithin && idsOf(plan.pushed).length > 0 ? 'taken-over' : (expect.any(String) as string),
  });
  if (!isWithin) expect(await acme.members(teamId)).toEqual(before);
}

/** The members once an empty takeover waits no more. */
async function waitedFor({ acme, teamId }: Awaited<ReturnType<typeof accountOf>>): Promise<string[]> {
  await world.rows(`UPDATE teams SET waits_until = now() - interval '1 s' WHERE id = $1 AND waits_until IS NOT NULL`, [
    teamId,
  ]);
  await world.rows(`UPDATE dirty_teams SET not_before = now() WHERE team_id = $1`, [teamId]);
  await world.reconcile(new Date(Date.now() + 61_000));
  return acme.members(teamId);
}

describe('what an admin is shown of a takeover', () => {
  it(
    'is what happens then, person by person, whatever changes in between; and an undo brings back who was in, as they were',
    { timeout: 600_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(course, async (plan) => {
          const account = await accountOf(plan);
          const { acme, teamId, happens, preview, newest } = account;
          const before = plan.setting === 'replace' ? await account.memberships() : undefined;
          await takeOver(plan, account);
          const done = await newest();
          if (done.state !== 'done') return;
          await happens(plan.beforeUndoing);
          const shown = await newest();
          const { after } = await preview(shown.id);
          expect(await acme.undo(shown, [String(shown.version)])).toMatchObject({ state: 'undone' });
          expect(await acme.members(teamId)).toEqual(after);
          if (before) {
            const left = new Set(after);
            expect(await account.memberships()).toEqual(before.filter(({ user_id }) => left.has(user_id)));
          }
          await world.reconcile();
          expect(await acme.members(teamId)).toEqual(after);
          const versions = (await acme.events(teamId)).flatMap(({ version }) =>
            version === undefined ? [] : [Number(version)],
          );
          expect(versions).toEqual(versions.map((_, i) => i + 1));
        }),
        { numRuns: 30 * testTimes },
      );
    },
  );
});

import { testTimes } from '@rollcall/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sharedWorld } from './support/shared-world.js';
import { sorted, team } from './support/team-world.js';

const world = await sharedWorld();

const people = [0, 1, 2, 3, 4, 5];
const some = fc.subarray(people);
/** What happens meanwhile, by hand, and to people. */
const meanwhile = fc.array(
  fc.record({
    do: fc.constantFrom(
      'add' as const,
      'remove' as const,
      'leave' as const,
      'deactivate' as const,
      'come back' as const,
    ),
    who: fc.nat(5),
  }),
  { maxLength: 3 },
);
const course = fc.record({
  setting: fc.constantFrom('review' as const, 'replace' as const),
  /** Without members first, as Okta's catalogue apps do; with them; or as a change of the team's members by its id. */
  how: fc.constantFrom('empty first' as const, 'whole' as const, 'partial' as const),
  former: some,
  pushed: fc.subarray(people, { minLength: 1 }),
  /** Of a change: whom it takes out. */
  off: some,
  beforeLooking: meanwhile,
  beforeAllowing: meanwhile,
  beforePushing: meanwhile,
  beforeLookingBack: meanwhile,
  beforeUndoing: meanwhile,
});
type Course = typeof course extends fc.Arbitrary<infer T> ? T : never;
type Account = Awaited<ReturnType<typeof accountOf>>;

/** One account with a team, and all that an admin and the directory do about its takeover. */
async function accountOf({ setting, former }: Course) {
  const acme = world.of(world.users.newAccount({ teamTakeover: setting }));
  const ids = people.map(() => acme.join());
  const gone = new Set<string>();
  const { id: teamId } = team(await acme.createByHand('Design'));
  for (const who of former) await acme.addByHand(teamId, ids[who] ?? '');
  const happens = async (what: Course['beforeAllowing'][number]['do'], id: string) => {
    if (what === 'come back') {
      if (gone.delete(id)) await acme.hear(await acme.comeBack(id));
    } else if (gone.has(id)) return;
    else if (what === 'add') await acme.addByHand(teamId, id);
    else if (what === 'remove') await acme.removeByHand(teamId, id);
    else if (what === 'deactivate') await acme.deactivate(id);
    else await acme.leave(id).then(() => gone.add(id));
  };
  return {
    acme,
    teamId,
    idsOf: (some: readonly number[]) => some.map((who) => ids[who] ?? '').filter((id) => !gone.has(id)),
    happens: async (steps: Course['beforeAllowing']) => {
      for (const { do: what, who } of steps) await happens(what, ids[who] ?? '');
    },
    newest: async () => {
      const [takeover] = await acme.takeovers();
      if (!takeover) throw new Error('there is no takeover');
      return takeover;
    },
    /** Everybody's place as an admin is shown it, and as it will be. */
    preview: async (takeoverId: string) => {
      const sides = await acme.sides(takeoverId);
      const { gain, lose, stay } = sides;
      expect(await acme.members(teamId)).toEqual(sorted([...lose, ...stay]));
      return { sides, lose, after: sorted([...gain, ...stay]) };
    },
    /** With its memberships as they are. */
    memberships: () =>
      world.rows<{ user_id: string }>(
        'SELECT user_id, source, added_at, added_by FROM memberships WHERE team_id = $1 ORDER BY user_id',
        [teamId],
      ),
  };
}

/**
 * An admin looks, something happens, and the admin decides upon what was shown. Where anybody's place is another one by then, that is said, and
 * the admin looks again.
 * @returns what the admin was shown who decided
 */
async function decideAsShown(
  { acme, happens, preview, newest }: Account,
  act: 'allow' | 'undo',
  between: Course['beforeAllowing'],
) {
  const first = await newest();
  const shown = await preview(first.id);
  await happens(between);
  const now = await preview(first.id);
  const answer = await acme[act](first, [String(first.version)]);
  if (answer !== 'version-mismatch') {
    expect(now.sides).toEqual(shown.sides);
    expect(answer).toMatchObject({ changed: true });
    return shown;
  }
  const again = await newest();
  expect(again.version).toBeGreaterThan(first.version);
  expect(await acme[act](again, [String(again.version)])).toMatchObject({ changed: true });
  return now;
}

/** Until the directory has the team, as an admin was shown it. */
async function takeOver(plan: Course, account: Account): Promise<void> {
  const { acme, teamId, idsOf, happens } = account;
  const off = plan.off.filter((who) => !plan.pushed.includes(who));
  const push = () =>
    plan.how === 'partial'
      ? acme.change(teamId, [
          { change: 'add-members', members: { userIds: idsOf(plan.pushed) } },
          { change: 'remove-members', members: { userIds: idsOf(off) } },
        ])
      : acme.push('Design', idsOf(plan.pushed));
  const first = plan.how === 'empty first' ? await acme.push('Design') : await push();
  if (plan.how === 'empty first') team(await acme.add(teamId, idsOf(plan.pushed)));
  if (plan.setting === 'replace') return;
  expect(first).toMatchObject({ outcome: plan.how === 'empty first' ? 'proposed' : 'waits' });
  await happens(plan.beforeLooking);
  const { lose, after } = await decideAsShown(account, 'allow', plan.beforeAllowing);
  if (plan.how === 'empty first') return expect(await waitedFor(account)).toEqual(after);
  await happens(plan.beforePushing);
  const before = await acme.members(teamId);
  const pushed = idsOf(plan.pushed);
  const wanted =
    plan.how === 'partial' ? [...new Set([...before, ...pushed])].filter((id) => !idsOf(off).includes(id)) : pushed;
  // For no loss beyond those shown, however the team has changed meanwhile.
  const isWithin = before.every((id) => wanted.includes(id) || lose.includes(id));
  const answer = await push();
  if (!isWithin) {
    expect(answer).not.toMatchObject({ outcome: 'taken-over' });
    return expect(await acme.members(teamId)).toEqual(before);
  }
  expect(team(answer).ownedBy).toBe('directory');
  expect(await waitedFor(account)).toEqual(sorted(wanted));
}

/** The members once an empty takeover waits no more. */
async function waitedFor({ acme, teamId }: Account): Promise<string[]> {
  await world.rows(`UPDATE teams SET waits_until = now() - interval '1 s' WHERE id = $1 AND waits_until IS NOT NULL`, [
    teamId,
  ]);
  await world.rows(`UPDATE dirty_teams SET not_before = now() WHERE team_id = $1`, [teamId]);
  await world.reconcile(new Date(Date.now() + 61_000));
  return acme.members(teamId);
}

describe('what an admin is shown of a takeover', () => {
  it(
    'is what happens then, person by person, and what has changed in between is said; and an undo brings back who was in, as they were',
    { timeout: 600_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(course, async (plan) => {
          const account = await accountOf(plan);
          const { acme, teamId, happens, newest } = account;
          const before = plan.setting === 'replace' ? await account.memberships() : undefined;
          await takeOver(plan, account);
          if ((await newest()).state !== 'done') return;
          await happens(plan.beforeLookingBack);
          const { after } = await decideAsShown(account, 'undo', plan.beforeUndoing);
          expect(await newest()).toMatchObject({ state: 'undone' });
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
        { numRuns: 40 * testTimes },
      );
    },
  );
});

import type { Message } from '@rollcall/messaging';
import { testTimes } from '@rollcall/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TeamListReadModel } from '../src/persistence/team-list-read-model.js';
import { sharedWorld } from './support/shared-world.js';
import { sorted } from './support/team-world.js';

const world = await sharedWorld();

const names = ['Design', 'Drawing', 'Painting'] as const;
const people = 6;

/** What directory, hands and accidents do, in any order; numbers are places in lists of what is there. */
const step = fc.oneof(
  fc.record({
    do: fc.constant('push' as const),
    name: fc.constantFrom(...names),
    who: fc.subarray([0, 1, 2, 3, 4, 5]),
  }),
  fc.record({ do: fc.constantFrom('add' as const, 'remove' as const), team: fc.nat(3), who: fc.nat(people - 1) }),
  fc.record({
    do: fc.constant('replace' as const),
    team: fc.nat(3),
    name: fc.constantFrom(...names),
    who: fc.subarray([0, 1, 2, 3, 4, 5]),
  }),
  fc.record({ do: fc.constant('rename' as const), team: fc.nat(3), name: fc.constantFrom(...names) }),
  fc.record({ do: fc.constant('delete' as const), team: fc.nat(3) }),
  fc.record({ do: fc.constant('createByHand' as const), name: fc.constantFrom(...names) }),
  fc.record({
    do: fc.constantFrom('addByHand' as const, 'removeByHand' as const),
    team: fc.nat(3),
    who: fc.nat(people - 1),
  }),
  fc.record({ do: fc.constantFrom('deactivate' as const, 'leave' as const), who: fc.nat(people - 1) }),
  // A release and a return of which the events come later, and events that come, one of them again.
  fc.record({ do: fc.constantFrom('released' as const, 'comeBack' as const), who: fc.nat(people - 1) }),
  fc.record({ do: fc.constantFrom('hear' as const, 'hearAgain' as const) }),
  fc.record({ do: fc.constantFrom('reconcile' as const, 'crash' as const, 'sweep' as const) }),
  fc.record({
    do: fc.constantFrom('insertBySql' as const, 'deleteBySql' as const),
    team: fc.nat(3),
    who: fc.nat(people - 1),
  }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

interface Known {
  readonly id: string;
  owned: 'directory' | 'workspace';
  /** What the last word of directory or hands makes of it. */
  wanted: Set<string>;
}

/** The rules in miniature: what each team must have once everything is quiet. */
class Model {
  readonly teams: Known[] = [];
  readonly gone = new Set<string>();
  /** Events of user-service that have not come yet, and the last one that has. */
  readonly onTheWay: Message[] = [];
  heard: Message | undefined;

  at(place: number): Known | undefined {
    return this.teams.length === 0 ? undefined : this.teams[place % this.teams.length];
  }

  leave(userId: string): void {
    this.gone.add(userId);
    for (const { wanted } of this.teams) wanted.delete(userId);
  }

  /** Directories and admins name nobody whom they have removed. */
  present(ids: readonly string[]): string[] {
    return ids.filter((id) => !this.gone.has(id));
  }
}

type Acme = ReturnType<typeof world.of>;

async function play(
  steps: readonly Step[],
  look: (acme: Acme) => Promise<void> = () => Promise.resolve(),
): Promise<{ model: Model; acme: Acme }> {
  const acme = world.of(world.users.newAccount());
  const ids = Array.from({ length: people }, () => acme.join());
  const model = new Model();
  for (const each of steps) {
    await playOne(each, acme, ids, model);
    await look(acme);
  }
  return { model, acme };
}

async function playOne(
  each: Step,
  acme: ReturnType<typeof world.of>,
  ids: readonly string[],
  model: Model,
): Promise<void> {
  const id = (place: number) => ids[place] ?? '';
  const known = 'team' in each ? model.at(each.team) : undefined;
  if ('team' in each && !known) return;
  switch (each.do) {
    case 'push':
      return push(each.name, model.present(each.who.map(id)), acme, model);
    case 'createByHand': {
      const answer = await acme.createByHand(each.name);
      if (typeof answer !== 'string') model.teams.push({ id: answer.id, owned: 'workspace', wanted: new Set() });
      return;
    }
    case 'deactivate':
      if (!model.gone.has(id(each.who))) await acme.deactivate(id(each.who));
      return;
    case 'leave':
      if (model.gone.has(id(each.who))) return;
      await acme.leave(id(each.who));
      return model.leave(id(each.who));
    case 'released':
      if (model.gone.has(id(each.who))) return;
      model.onTheWay.push(acme.released(id(each.who)));
      return model.leave(id(each.who));
    case 'comeBack':
      if (!model.gone.delete(id(each.who))) return;
      return void model.onTheWay.push(await acme.comeBack(id(each.who)));
    case 'hear':
      return hearNext(acme, model);
    case 'hearAgain':
      return void (model.heard && (await acme.hear(model.heard)));
    case 'reconcile':
      return world.reconcile();
    case 'sweep':
      return void (await world.sweep());
    case 'crash': // a worker claims and dies
      await world.queue.claim(10);
      return void (await world.rows(`UPDATE dirty_teams SET leased_until = now()`));
    case 'add':
    case 'remove':
    case 'replace':
    case 'rename':
    case 'delete':
    case 'addByHand':
    case 'removeByHand':
    case 'insertBySql':
    case 'deleteBySql':
      return known && playOnTeam(each, known, { acme, id, model });
  }
}

async function push(name: string, wanted: string[], acme: Acme, model: Model): Promise<void> {
  const answer = await acme.push(name, wanted);
  if (typeof answer === 'string') return;
  const taken = model.teams.find((team) => team.id === answer.id);
  // An empty group leaves the former members until it is written again, or its time is over.
  if (taken) Object.assign(taken, { owned: 'directory', wanted: new Set(wanted) });
  else model.teams.push({ id: answer.id, owned: 'directory', wanted: new Set(wanted) });
}

async function hearNext(acme: ReturnType<typeof world.of>, model: Model): Promise<void> {
  const next = model.onTheWay.shift();
  if (!next) return;
  await acme.hear(next);
  model.heard = next;
}

async function playOnTeam(
  each: Extract<Step, { team: number }>,
  known: Known,
  { acme, id, model }: { acme: ReturnType<typeof world.of>; id: (place: number) => string; model: Model },
): Promise<void> {
  const ok = (answer: unknown) => typeof answer !== 'string';
  const isAdd = each.do === 'add' || each.do === 'addByHand';
  if (isAdd && model.gone.has(id(each.who))) return;
  switch (each.do) {
    case 'add':
      if (ok(await acme.add(known.id, [id(each.who)])))
        Object.assign(known, { owned: 'directory' }).wanted.add(id(each.who));
      return;
    case 'remove':
      if (ok(await acme.remove(known.id, [id(each.who)])))
        Object.assign(known, { owned: 'directory' }).wanted.delete(id(each.who));
      return;
    case 'replace':
      if (ok(await acme.replace(known.id, each.name, model.present(each.who.map(id)))))
        Object.assign(known, { owned: 'directory', wanted: new Set(model.present(each.who.map(id))) });
      return;
    case 'rename':
      if (ok(await acme.rename(known.id, each.name))) Object.assign(known, { owned: 'directory' });
      return;
    case 'delete':
      if (ok(await acme.delete(known.id))) model.teams.splice(model.teams.indexOf(known), 1);
      return;
    case 'addByHand':
      if (ok(await acme.addByHand(known.id, id(each.who))) && known.owned === 'workspace')
        known.wanted.add(id(each.who));
      return;
    case 'removeByHand':
      if (ok(await acme.removeByHand(known.id, id(each.who))) && known.owned === 'workspace')
        known.wanted.delete(id(each.who));
      return;
    case 'insertBySql':
    case 'deleteBySql':
      // Accidents happen to what the directory owns: nobody could tell one in a workspace team from a hand.
      if (known.owned === 'workspace') return;
      await (each.do === 'deleteBySql'
        ? world.rows('DELETE FROM memberships WHERE team_id = $1 AND user_id = $2', [known.id, id(each.who)])
        : world.rows(
            `INSERT INTO memberships VALUES ($1, $2, $3, 'manual', now(), '{"kind":"operator","id":"psql"}') ON CONFLICT DO NOTHING`,
            [acme.accountId, known.id, id(each.who)],
          ));
  }
}

const runs = 40 * testTimes;

/** People of one team who are removed and come back, with the events of it behind. */
const comingAndGoing = fc
  .array(
    fc.oneof(
      fc.record({ do: fc.constantFrom('released' as const, 'comeBack' as const), who: fc.nat(1) }),
      fc.record({ do: fc.constantFrom('add' as const, 'remove' as const), team: fc.constant(0), who: fc.nat(1) }),
      fc.record({ do: fc.constantFrom('hear' as const, 'hearAgain' as const) }),
    ),
    { minLength: 15, maxLength: 30 },
  )
  .map((steps): Step[] => [{ do: 'push', name: 'Design', who: [0, 1, 2] }, ...steps]);

describe('after quiet and one sweep', () => {
  it.each([
    ['whatever happens', fc.array(step, { maxLength: 25 })],
    ['also where people are removed and come back before the teams hear of it', comingAndGoing],
  ])(
    'every directory team has its roster, and every workspace team what hands made of it, %s',
    { timeout: 600_000 },
    async (_, scripts: fc.Arbitrary<Step[]>) => {
      await fc.assert(fc.asyncProperty(scripts, endsWell), { numRuns: runs });
    },
  );
});

describe('after every step', () => {
  const announced = step.filter((each) => each.do !== 'insertBySql' && each.do !== 'deleteBySql');

  it(
    'what is cached of a team for its version is what is there: members, and where it differs (ADR 0066)',
    { timeout: 600_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(announced, { maxLength: 25 }), async (steps) => {
          const lasting = new TeamListReadModel(world.dataSource);
          await play(steps, (acme) => cachesWhatIsThere(acme, lasting));
        }),
        { numRuns: runs / 2 },
      );
    },
  );
});

async function cachesWhatIsThere({ accountId }: Acme, lasting: TeamListReadModel): Promise<void> {
  const query = { accountId, limit: 200 };
  const fresh = await new TeamListReadModel(world.dataSource).page(query);
  expect(await lasting.page(query)).toEqual(fresh);
  const drifting = fresh.teams.filter(({ extra, missing }) => extra + missing > 0);
  expect((await lasting.page({ ...query, drifting: true })).teams).toEqual(drifting);
}

async function endsWell(steps: readonly Step[]): Promise<void> {
  const { model, acme } = await play(steps);
  while (model.onTheWay.length > 0) await hearNext(acme, model);
  // The time of those who wait for an empty takeover is over, and so is every back-off.
  await world.rows(
    `UPDATE teams SET waits_until = now() - interval '1 s' WHERE account_id = $1 AND waits_until IS NOT NULL`,
    [acme.accountId],
  );
  await world.rows(`UPDATE contests SET last_at = now() - interval '1 hour' WHERE account_id = $1`, [acme.accountId]);
  await world.rows(`UPDATE dirty_teams SET not_before = now(), leased_until = NULL WHERE account_id = $1`, [
    acme.accountId,
  ]);
  await world.sweep();
  await world.reconcile(new Date(Date.now() + 61_000));
  for (const { id, owned, wanted } of model.teams) {
    expect((await world.readModel.team(acme.accountId, id))?.ownedBy).toBe(owned);
    expect(await acme.members(id)).toEqual(sorted([...wanted]));
    if (owned === 'directory') expect(await acme.roster(id)).toEqual(sorted([...wanted]));
    const versions = (await acme.events(id)).flatMap(({ version }) => (version === undefined ? [] : [Number(version)]));
    expect(versions).toEqual(versions.map((_, i) => i + 1));
  }
}

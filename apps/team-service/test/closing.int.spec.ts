import { ClosingEvents, Topics, UserEvents, type Actor } from '@rollcall/contracts';
import type { Message } from '@rollcall/messaging';
import { ClosedAccounts, sharedEntities } from '@rollcall/persistence';
import { describe, expect, it } from 'vitest';
import { teamEntities } from '../src/persistence/entities/team-entities.js';
import { cleanHistory } from '../src/reconciliation/clean-history.js';
import { sharedWorld } from './support/shared-world.js';
import { team } from './support/team-world.js';
import { messageOf } from './support/users.js';

const world = await sharedWorld();
const { users, rows, one, other } = world;
const actor: Actor = { kind: 'operator', id: 'ann' };

const entities = [...teamEntities, ...sharedEntities];
const closedAccounts = () => new ClosedAccounts({ dataSource: world.dataSource, entities, slice: 2, pauseMs: 0 });

/** As it comes off the topic of user-service. */
const heard = (message: Message): Message => ({ ...message, place: { ...message.place, topic: Topics.userEvents } });

function accountEvent(of: 'closing' | 'reopened' | 'closed', accountId: string, version: number): Message {
  const endsAt = new Date().toISOString();
  const payload = { accountId, actor, ...(of === 'closing' ? { endsAt } : {}) };
  return heard({ ...messageOf(ClosingEvents[of].type, payload, accountId), aggregateVersion: version });
}

/** Two teams, one of them by hand, drift, an eviction and its run, and a list that was staged and never used. */
async function newAccount() {
  const acme = world.of(users.newAccount());
  const people = Array.from({ length: 5 }, () => acme.join());
  const [ann = '', bob = ''] = people;
  const { id: teamId } = team(await acme.push('Design', people.slice(1)));
  const { id: handMade } = team(await acme.createByHand('Sailors'));
  team(await acme.addByHand(handMade, ann));
  team(await acme.addByHand(teamId, ann));
  await world.reconcile();
  team(await acme.removeByHand(teamId, bob));
  const parts = `INSERT INTO staged_members VALUES ($1, gen_random_uuid(), 1, now(), '{}', '{}')`;
  await rows(parts, [acme.accountId]);
  return { ...acme, ann, teamId };
}

/** How many rows of each table are the account's; tables without any are left out. */
async function rowsOf(accountId: string): Promise<Record<string, number>> {
  const tables = await rows<{ name: string; column: string }>(
    `SELECT table_name AS name, column_name AS column FROM information_schema.columns
      WHERE table_schema = 'public' AND (column_name = 'account_id' OR table_name = 'accounts' AND column_name = 'id')`,
  );
  const counts: Record<string, number> = {};
  for (const { name, column } of tables) {
    const [row] = await rows<{ n: number }>(`SELECT count(*)::int AS n FROM ${name} WHERE ${column} = $1`, [accountId]);
    if (row && row.n > 0) counts[name] = row.n;
  }
  return counts;
}

describe('teams of an account', () => {
  it('take no command while it is being closed, follow its people, and are there when it is reopened', async () => {
    const acme = await newAccount();
    await one.handle(accountEvent('closing', acme.accountId, 2));
    expect(await acme.push('Quality')).toBe('account-closing');
    expect(await acme.addByHand(acme.teamId, acme.ann)).toBe('account-closing');
    const gone = users.change(acme.accountId, acme.ann, { active: false }, UserEvents.deactivated.type);
    await other.handle(heard(gone));
    const [person] = await rows('SELECT active FROM people WHERE user_id = $1', [acme.ann]);
    expect(person).toEqual({ active: false });
    await other.handle(accountEvent('reopened', acme.accountId, 3));
    expect(team(await acme.push('Quality'))).toMatchObject({ outcome: 'created' });
  });

  it('go with the account, whatever comes twice or late, and those of another stay', async () => {
    const beta = await newAccount();
    const acme = await newAccount(); // last: making one reconciles all
    const neighbour = await rowsOf(beta.accountId);
    expect(Object.keys(await rowsOf(acme.accountId)).sort()).toEqual([
      'accounts',
      'contests',
      'dirty_teams',
      'inbox',
      'memberships',
      'people',
      'reconciler_runs',
      'removals_by_hand',
      'roster',
      'staged_members',
      'teams',
    ]);
    const closed = accountEvent('closed', acme.accountId, 3);
    await one.handle(accountEvent('closing', acme.accountId, 2), closed);
    await closedAccounts().pass();
    expect(await rowsOf(acme.accountId)).toEqual({ account_closures: 1 });
    await other.handle(closed);
    await one.handle(accountEvent('reopened', acme.accountId, 9));
    await other.handle(heard(users.change(acme.accountId, acme.ann, {}, UserEvents.restored.type)));
    expect(await acme.push('Design', [acme.ann])).toBe('account-not-found');
    expect(await rowsOf(acme.accountId)).toEqual({ account_closures: 1 });
    expect(await rowsOf(beta.accountId)).toEqual(neighbour);
  });

  it('go also where nothing was heard of the closing before', async () => {
    const acme = await newAccount();
    await one.handle(accountEvent('closed', acme.accountId, 3));
    await closedAccounts().pass();
    await one.handle(accountEvent('closing', acme.accountId, 2));
    expect(await rowsOf(acme.accountId)).toEqual({ account_closures: 1 });
  });
});

describe('the history of the reconciler', () => {
  it('ends after its time, in slices', async () => {
    const acme = await newAccount();
    const count = async () => {
      const { contests = 0, reconciler_runs: runs = 0 } = await rowsOf(acme.accountId);
      return { contests, runs };
    };
    await rows(
      `INSERT INTO reconciler_runs (account_id, id, team_id, outcome, started_at, evicted, restored)
       SELECT $1, gen_random_uuid(), $2, 'done', now() - interval '91 days', '[]', '[]' FROM generate_series(1, 7)`,
      [acme.accountId, acme.teamId],
    );
    await rows(
      `INSERT INTO contests SELECT $1, $2, gen_random_uuid(), 3, now() - interval '25 hours' FROM generate_series(1, 3)`,
      [acme.accountId, acme.teamId],
    );
    expect(await count()).toEqual({ contests: 4, runs: 8 });
    let pauses = 0;
    await cleanHistory(world.dataSource, () => Promise.resolve((pauses += 1) > 0), 2);
    expect(await count()).toEqual({ contests: 1, runs: 1 });
    expect(pauses).toBeGreaterThan(5);
  });
});

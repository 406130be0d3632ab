import {
  leastUuidOf,
  Refusal,
  type FindRun,
  type ListRunsQuery,
  type PersonOfRun,
  type ReconcilerRun,
  type RunPage,
  type RunPeople,
} from '@rollcall/contracts';
import { readRows } from '@rollcall/persistence';
import type { DataSource } from 'typeorm';
import { ReconcilerRunRow } from '../persistence/entities/reconciler-rows.js';

/** What reconciler runs did, and to whom. Every statement names the account. */
export class RunReads {
  constructor(private readonly reads: DataSource) {}

  /** A page of runs, newest first; of one team, of one outcome, or since a time, where the query says so. */
  async page(accountId: string, { before, limit, ...filters }: Omit<ListRunsQuery, 'accountId'>): Promise<RunPage> {
    const { teamId, outcome, since } = filters;
    const page = this.reads
      .createQueryBuilder(ReconcilerRunRow, 'r')
      .where('r.account_id = :accountId', { accountId })
      .orderBy('r.id', 'DESC')
      .limit(limit);
    if (before !== undefined) page.andWhere('r.id < :before', { before });
    // The ids of runs are UUIDv7 of when they began.
    if (since !== undefined) page.andWhere('r.id >= :first', { first: leastUuidOf(Date.parse(since)) });
    if (teamId !== undefined) page.andWhere('r.team_id = :teamId', { teamId });
    // Said outright for the index of those, which are few.
    if (outcome !== undefined && outcome !== 'done') page.andWhere(`r.outcome <> 'done'`);
    if (outcome !== undefined) page.andWhere('r.outcome = :outcome', { outcome });
    const runs = (await page.getMany()).map(runOf);
    const last = runs.at(-1);
    return last !== undefined && runs.length === limit ? { runs, next: last.id } : { runs };
  }

  /**
   * A run without its lists, and a page of its people in the order of their ids.
   * @throws Refusal run-not-found, also where another account has it
   */
  async people({ accountId, runId, after, limit }: FindRun): Promise<RunPeople> {
    const [row] = await readRows<RunRow>(this.reads, runAlone, [accountId, runId]);
    if (!row) throw new Refusal('run-not-found', { runId });
    const rows = await readRows<{ side: PersonOfRun['side']; item: Omit<PersonOfRun, 'side'> }>(
      this.reads,
      peopleOfRun,
      [accountId, runId, after ?? null, limit],
    );
    const people = rows.map(({ side, item }) => ({ ...item, side }));
    const last = people.at(-1);
    const { evicted: evictedCount, restored: restoredCount, ...rest } = row;
    const run = {
      ...runOf({ ...rest, account_id: accountId, evicted: [], restored: [] }),
      evictedCount,
      restoredCount,
    };
    return last !== undefined && people.length === limit ? { run, people, next: last.userId } : { run, people };
  }
}

type RunRow = Omit<ReconcilerRunRow, 'account_id' | 'evicted' | 'restored'> & {
  readonly evicted: number;
  readonly restored: number;
};

const runAlone = `
  SELECT id, team_id, outcome, started_at, reason, json_array_length(evicted) AS evicted,
         json_array_length(restored) AS restored
    FROM reconciler_runs WHERE account_id = $1 AND id = $2`;

/** Nobody is on both sides. */
const peopleOfRun = `
  SELECT p.side, p.item FROM reconciler_runs r CROSS JOIN LATERAL (
    SELECT 'evicted' AS side, e AS item, (e->>'userId')::uuid AS user_id FROM json_array_elements(r.evicted) e
     UNION ALL
    SELECT 'restored', e, (e->>'userId')::uuid FROM json_array_elements(r.restored) e) p
   WHERE r.account_id = $1 AND r.id = $2 AND ($3::uuid IS NULL OR p.user_id > $3)
   ORDER BY p.user_id LIMIT $4`;

function runOf({ id, team_id, outcome, started_at, evicted, restored, reason }: ReconcilerRunRow): ReconcilerRun {
  const startedAt = started_at.toISOString();
  return { id, teamId: team_id, outcome, startedAt, evicted, restored, ...(reason === null ? {} : { reason }) };
}

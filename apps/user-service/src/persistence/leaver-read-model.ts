import { nilUuid, type Actor, type LeaverPage, type LeaverView, type ListLeavers } from '@rollcall/contracts';
import { isOpenAccount, readRows, type DataSource } from '@rollcall/persistence';
import { LeaverPassRow, LeaverRow } from './entities/leaver-rows.js';
import { leaverOf, windowMinutes } from './leavers.js';

/** Whom the brake on leavers keeps, as admins see it. */
export class LeaverReadModel {
  constructor(private readonly reads: DataSource) {}

  /** A page in the order of the people's ids, and how many are held in all. */
  async page({ accountId, state, after = nilUuid, limit }: ListLeavers): Promise<LeaverPage> {
    const page = this.reads
      .createQueryBuilder(LeaverRow, 'l')
      .where('l.account_id = :accountId AND l.user_id > :after', { accountId, after })
      .orderBy('l.user_id')
      .limit(limit);
    const [rows, held, pass] = await Promise.all([
      (state === undefined ? page : page.andWhere('l.state = :state', { state })).getMany(),
      this.reads.getRepository(LeaverRow).countBy({ account_id: accountId, state: 'held' }),
      this.reads.getRepository(LeaverPassRow).findOneBy({ account_id: accountId }),
    ]);
    const until = pass && pass.passes_until.getTime() > Date.now() ? pass.passes_until : undefined;
    const next = rows.length === limit ? rows.at(-1)?.user_id : undefined;
    return {
      leavers: rows.map(viewOf),
      held,
      ...(next === undefined ? {} : { next }),
      ...(until ? { passesUntil: until.toISOString() } : {}),
    };
  }

  /** How many are held, in all accounts. */
  async held(): Promise<number> {
    return this.reads.getRepository(LeaverRow).countBy({ state: 'held' });
  }
}

function viewOf(row: LeaverRow): LeaverView {
  const { accountId: _, ...view } = leaverOf(row);
  return view;
}

/** Somebody whose leaving an admin has approved: who did, and by which command of which request. */
export interface ApprovedLeaver {
  readonly accountId: string;
  readonly userId: string;
  readonly actor: Actor;
  readonly commandId?: string;
  readonly correlationId?: string;
}

interface ApprovedRow {
  readonly account_id: string;
  readonly user_id: string;
  readonly decision: LeaverRow['decision'];
}

/** How long people are leased to the instance that has claimed them. */
export const leaseSeconds = 15;

/**
 * Leases some people of each account whose leaving is to be carried out to the caller: no other instance gets them until then. Accounts that are
 * being closed take no command.
 */
export async function claimApprovedLeavers(dataSource: DataSource, ofEach: number): Promise<ApprovedLeaver[]> {
  const rows = await readRows<ApprovedRow>(
    dataSource,
    // Materialized: a plan that evaluates the subquery once per row would lock and lease other rows than it returns.
    `WITH c AS MATERIALIZED (
       SELECT l.account_id, l.user_id
         FROM (SELECT DISTINCT account_id FROM leavers WHERE state = 'approved') AS a
        CROSS JOIN LATERAL (SELECT x.account_id, x.user_id FROM leavers x
                             WHERE x.account_id = a.account_id AND x.state = 'approved'
                               AND (x.leased_until IS NULL OR x.leased_until < now())
                             ORDER BY x.user_id LIMIT $1 FOR UPDATE SKIP LOCKED) AS l
        WHERE ${isOpenAccount('a.account_id')})
     UPDATE leavers l SET leased_until = now() + interval '${leaseSeconds} s' FROM c
      WHERE l.account_id = c.account_id AND l.user_id = c.user_id
     RETURNING l.account_id, l.user_id, l.decision`,
    [ofEach],
  );
  return rows.flatMap(({ account_id: accountId, user_id: userId, decision }) => {
    if (!decision) return [];
    const { actor, id: commandId, correlationId } = decision;
    const cause = {
      ...(commandId === undefined ? {} : { commandId }),
      ...(correlationId === undefined ? {} : { correlationId }),
    };
    return [{ accountId, userId, actor, ...cause }];
  });
}

/** Deletes who left before the brake's ten minutes. */
export async function forgetRecentLeavers(dataSource: DataSource): Promise<void> {
  await readRows(
    dataSource,
    `DELETE FROM recent_leavers WHERE (account_id, user_id) IN (
       SELECT account_id, user_id FROM recent_leavers WHERE left_at <= now() - interval '${windowMinutes} minutes'
          FOR UPDATE SKIP LOCKED)`,
    [],
  );
}

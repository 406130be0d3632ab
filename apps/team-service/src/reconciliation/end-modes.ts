import type { ReconcilerMode } from '@rollcall/contracts';
import { encodeEvent } from '@rollcall/messaging';
import { appendToOutbox, inTransaction, type DataSource } from '@rollcall/persistence';
import { v7 as uuidv7 } from 'uuid';
import { modeSet } from '../domain/mode-setting.js';
import { rowStatements } from '../persistence/team-writes.js';
import { reconciler } from './reconcile-team.js';

/** So many accounts in one transaction: each may mark thousands of teams. */
const accountsAtOnce = 20;

/**
 * Ends pauses, and times of only reporting, whose end has come: the reconciler enforces again, every team of the directory is
 * looked at, and the event names the reconciler as who did it. Several instances may run it at the same time.
 * @returns how many accounts
 */
export async function endModes(dataSource: DataSource, service: string): Promise<number> {
  return inTransaction(dataSource, async (tx) => {
    const ended = await tx.query<{ id: string; former: ReconcilerMode }>(
      `WITH over AS (
         SELECT id, mode FROM accounts WHERE mode_until <= now() ORDER BY mode_until LIMIT $1 FOR UPDATE SKIP LOCKED)
       UPDATE accounts a SET mode = 'enforce', mode_since = now(), mode_by = $2, mode_reason = NULL, mode_until = NULL
         FROM over WHERE a.id = over.id RETURNING a.id, over.mode AS former`,
      [accountsAtOnce, JSON.stringify(reconciler)],
      { keepPlan: true },
    );
    if (ended.length === 0) return 0;
    const modesSet = ended.map(({ id, former }) => {
      const causes = { id: uuidv7(), correlationId: uuidv7() };
      const event = modeSet({ id, mode: former }, 'enforce', { actor: reconciler });
      return { accountId: id, causes, record: encodeEvent(service, event, causes) };
    });
    const rows = modesSet.map(({ accountId, causes }) => ({ account_id: accountId, cause: causes }));
    await tx.query(rowStatements.all_dirty('$1::json'), [JSON.stringify(rows)]);
    await appendToOutbox(
      tx,
      modesSet.map(({ accountId, record }) => ({ aggregateId: accountId, record })),
    );
    return ended.length;
  });
}

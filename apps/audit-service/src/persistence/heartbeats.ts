import { Topics, type AuditHeartbeat, type AuditLog } from '@rollcall/contracts';
import { appendToOutbox, isOpenAccount, type Transaction } from '@rollcall/persistence';
import { publishedHeartbeat, type TopicChoice } from '../topic/published-entry.js';

/** So many accounts at a time: nothing is added to their logs meanwhile. */
const accountsOfPage = 100;

interface LogRow {
  readonly account_id: string;
  readonly log: AuditLog;
  readonly size: number;
}

/**
 * Adds a page of heartbeats to what the topic of entries is sent, where it is time: behind all entries that they speak of, and each account once in a round, however
 * many instances there are.
 * @returns whether there is another page
 */
export async function addHeartbeats(tx: Transaction, choice: TopicChoice, everyMs: number): Promise<boolean> {
  const round = await takeRound(tx);
  if (!round) return false;
  const logs = await lockPage(tx, round.after_account);
  const accounts = Map.groupBy(logs, ({ account_id }) => account_id);
  const heartbeats = [...accounts].map(([accountId, rows]) => heartbeatOf(accountId, rows, choice));
  await appendToOutbox(
    tx,
    heartbeats.map((each) => publishedHeartbeat(each, new Date())),
  );
  const isMore = accounts.size === accountsOfPage;
  const after = isMore ? logs.at(-1)?.account_id : null;
  await tx.query(
    `UPDATE topic_heartbeats SET after_account = $2, due_at = CASE WHEN $2::uuid IS NULL THEN now() + make_interval(secs => $3) ELSE due_at END
      WHERE topic = $1`,
    [Topics.auditEntries, after, everyMs / 1_000],
  );
  return isMore;
}

function heartbeatOf(accountId: string, rows: readonly LogRow[], choice: TopicChoice): AuditHeartbeat {
  const sizeOf = (log: AuditLog) => rows.find((row) => row.log === log)?.size ?? 0;
  return { accountId, changes: sizeOf('changes'), ...(choice === 'all' ? { reads: sizeOf('reads') } : {}) };
}

/** The round that is due, locked; undefined: none is, or another instance is at it. */
async function takeRound(tx: Transaction): Promise<{ readonly after_account: string | null } | undefined> {
  const topic = [Topics.auditEntries];
  const [, rows] = await Promise.all([
    tx.query('INSERT INTO topic_heartbeats (topic, due_at) VALUES ($1, now()) ON CONFLICT DO NOTHING', topic),
    tx.query<{ after_account: string | null }>(
      'SELECT after_account FROM topic_heartbeats WHERE topic = $1 AND due_at <= now() FOR UPDATE SKIP LOCKED',
      topic,
    ),
  ]);
  return rows[0];
}

/** In the order in which others lock logs. */
function lockPage(tx: Transaction, after: string | null): Promise<LogRow[]> {
  return tx.query<LogRow>(
    `SELECT l.account_id, l.log, l.size::float8 AS size
       FROM audit_logs l JOIN (
         SELECT DISTINCT a.account_id FROM audit_logs a
          WHERE ($1::uuid IS NULL OR a.account_id > $1) AND ${isOpenAccount('a.account_id')}
          ORDER BY a.account_id LIMIT ${accountsOfPage}) p ON p.account_id = l.account_id
      ORDER BY l.account_id, l.log FOR NO KEY UPDATE OF l`,
    [after],
  );
}

import { keyOf, type TableWrite, type Transaction } from '@rollcall/persistence';
import { v7 as uuidv7 } from 'uuid';
import type { Notice, NoticeChange } from '../domain/notices/notice.js';
import type { UserReads } from '../reads.js';
import type { NoticeRow } from './entities/notice-rows.js';

/** The notices that the commands of a batch name. */
export async function loadNotices(tx: Transaction, reads: readonly UserReads[]): Promise<readonly Notice[]> {
  const wanted = reads.flatMap(({ accountId, noticeId }) => (noticeId === undefined ? [] : [[accountId, noticeId]]));
  if (wanted.length === 0) return [];
  const rows = await tx.query<NoticeRow>(
    `SELECT n.* FROM unnest($1::uuid[], $2::uuid[]) AS k(account_id, id) JOIN notices n USING (account_id, id) ORDER BY n.id FOR UPDATE OF n`,
    [wanted.map(([accountId]) => accountId), wanted.map(([, id]) => id)],
  );
  return rows.map(noticeOf);
}

export function noticeOf(row: NoticeRow): Notice {
  return {
    accountId: row.account_id,
    id: row.id,
    kind: row.kind,
    subjectId: row.subject_id,
    since: row.since.toISOString(),
    ...(row.ended_at === null ? {} : { endedAt: row.ended_at.toISOString() }),
    ...(row.acknowledged === null ? {} : { acknowledged: row.acknowledged }),
  };
}

/** The notices of one batch: those it names, and those that its decisions raise and end. */
export class Notices {
  private readonly named = new Map<string, Notice>();
  private readonly acknowledged = new Map<string, Notice>();
  /** The last word about each kind and subject: one statement must not end a notice and raise it too. */
  private readonly words = new Map<string, NoticeChange>();

  constructor(loaded: readonly Notice[] = []) {
    for (const notice of loaded) this.named.set(keyOf(notice.accountId, notice.id), notice);
  }

  find(accountId: string, id: string): Notice | undefined {
    return this.named.get(keyOf(accountId, id));
  }

  apply(change: NoticeChange | { readonly kind: 'notice-acknowledged'; readonly notice: Notice }): void {
    if (change.kind === 'notice-acknowledged') {
      const key = keyOf(change.notice.accountId, change.notice.id);
      this.named.set(key, change.notice);
      this.acknowledged.set(key, change.notice);
    } else this.words.set(keyOf(change.accountId, `${change.notice} ${change.subjectId}`), change);
  }

  writes(): TableWrite[] {
    const words = [...this.words.values()];
    const of = (kind: NoticeChange['kind']) => words.filter((word) => word.kind === kind);
    return [
      { name: 'new_notices', rows: of('notice-raised').map((word) => ({ ...rowOf(word), id: uuidv7() })), sql: raise },
      { name: 'ended_notices', rows: of('notice-ended').map(rowOf), sql: end },
      { name: 'acknowledged_notices', rows: [...this.acknowledged.values()].map(acknowledgedRow), sql: acknowledge },
    ];
  }
}

const rowOf = ({ accountId, notice, subjectId, at }: NoticeChange) => ({
  account_id: accountId,
  kind: notice,
  subject_id: subjectId,
  at,
});

const acknowledgedRow = ({ accountId, id, acknowledged, endedAt }: Notice) => ({
  account_id: accountId,
  id,
  acknowledged,
  ended_at: endedAt ?? null,
});

const raise = (json: string) =>
  `INSERT INTO notices (account_id, id, kind, subject_id, since)
   SELECT r.account_id, r.id, r.kind, r.subject_id, r.at
     FROM json_to_recordset(${json}) AS r(account_id uuid, id uuid, kind text, subject_id uuid, at timestamptz)
   ON CONFLICT (account_id, kind, subject_id) WHERE ended_at IS NULL DO NOTHING`;

const end = (json: string) =>
  `UPDATE notices n SET ended_at = r.at
     FROM json_to_recordset(${json}) AS r(account_id uuid, kind text, subject_id uuid, at timestamptz)
    WHERE n.account_id = r.account_id AND n.kind = r.kind AND n.subject_id = r.subject_id AND n.ended_at IS NULL`;

const acknowledge = (json: string) =>
  `UPDATE notices n SET acknowledged = r.acknowledged, ended_at = coalesce(n.ended_at, r.ended_at)
     FROM json_to_recordset(${json}) AS r(account_id uuid, id uuid, acknowledged json, ended_at timestamptz)
    WHERE n.account_id = r.account_id AND n.id = r.id`;

import type { NoticeKind } from '@rollcall/contracts';
import { keyOf, type TableWrite, type Transaction } from '@rollcall/persistence';
import { v7 as uuidv7 } from 'uuid';
import type { Notice, NoticeChange, LastWord } from '../domain/notices/notice.js';
import type { Change } from '../domain/user-state.js';
import type { UserReads } from '../reads.js';
import type { NoticeRow, NoticeWordRow } from './entities/notice-rows.js';

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

/** The last words of other services about what the events of a batch tell of. */
export async function loadLastWords(tx: Transaction, reads: readonly UserReads[]): Promise<readonly LastWord[]> {
  const wanted = reads.flatMap(({ accountId, lastWords = [] }) =>
    lastWords.map((subject) => ({ accountId, ...subject })),
  );
  if (wanted.length === 0) return [];
  const rows = await tx.query<NoticeWordRow>(
    `SELECT w.* FROM notice_words w JOIN (
       SELECT DISTINCT * FROM unnest($1::uuid[], $2::text[], $3::uuid[]) AS k(account_id, kind, subject_id)) k
       USING (account_id, kind, subject_id) ORDER BY w.account_id, w.kind, w.subject_id FOR UPDATE OF w`,
    [
      wanted.map(({ accountId }) => accountId),
      wanted.map(({ notice }) => notice),
      wanted.map(({ subjectId }) => subjectId),
    ],
  );
  return rows.map(({ account_id, kind, subject_id, at, about }) => ({
    accountId: account_id,
    notice: kind,
    subjectId: subject_id,
    at: at.toISOString(),
    ...(about === null ? {} : { about }),
  }));
}

export function noticeOf(row: NoticeRow): Notice {
  return {
    accountId: row.account_id,
    id: row.id,
    kind: row.kind,
    subjectId: row.subject_id,
    since: row.since.toISOString(),
    ...(row.ended_at === null ? {} : { endedAt: row.ended_at.toISOString() }),
    ...(row.outcome === null ? {} : { outcome: row.outcome }),
    ...(row.acknowledged === null ? {} : { acknowledged: row.acknowledged }),
  };
}

/** The notices of one batch: those it names, and those that its decisions raise and end. */
export class Notices {
  private readonly named = new Map<string, Notice>();
  private readonly acknowledged = new Map<string, Notice>();
  /** The last word about each kind and subject: one statement must not end a notice and raise it too. */
  private readonly words = new Map<string, NoticeChange>();
  private readonly loadedWords = new Map<string, LastWord>();
  private readonly newWords = new Map<string, LastWord>();

  constructor(loaded: readonly Notice[] = [], lastWords: readonly LastWord[] = []) {
    for (const notice of loaded) this.named.set(keyOf(notice.accountId, notice.id), notice);
    for (const word of lastWords) this.loadedWords.set(keyOfWord(word), word);
  }

  /** @param key of account, kind and subject */
  lastWord(key: string): LastWord | undefined {
    return this.newWords.get(key) ?? this.loadedWords.get(key);
  }

  find(accountId: string, id: string): Notice | undefined {
    return this.named.get(keyOf(accountId, id));
  }

  apply(change: Extract<Change, { kind: `notice-${string}` }>): void {
    if (change.kind === 'notice-told') this.newWords.set(keyOfWord(change.word), change.word);
    else if (change.kind === 'notice-acknowledged') {
      const key = keyOf(change.notice.accountId, change.notice.id);
      this.named.set(key, change.notice);
      this.acknowledged.set(key, change.notice);
    } else this.takeWord(change);
  }

  /** What ends a notice first says what became of it: a takeover that was allowed, and then happens, was allowed. */
  private takeWord(change: NoticeChange): void {
    const key = keyOfWord(change);
    if (change.kind === 'notice-ended' && this.words.get(key)?.kind === 'notice-ended') return;
    this.words.set(key, change);
  }

  writes(): TableWrite[] {
    const acknowledged = [...this.acknowledged.values()].map((notice) => this.ended(notice));
    const of = (kind: NoticeChange['kind']) => [...this.words.values()].filter((word) => word.kind === kind);
    // One statement must not write a row twice: what ends a notice that is acknowledged too stands with that.
    const open = [...this.acknowledged.values()].filter(({ endedAt }) => endedAt === undefined);
    const together = new Set(open.map(keyOfWord));
    const ending = of('notice-ended').filter((word) => !together.has(keyOfWord(word)));
    return [
      { name: 'new_notices', rows: of('notice-raised').map((word) => ({ ...rowOf(word), id: uuidv7() })), sql: raise },
      { name: 'ended_notices', rows: ending.map(rowOf), sql: end },
      { name: 'told_words', rows: [...this.newWords.values()].map(wordRow), sql: keepWord },
      { name: 'acknowledged_notices', rows: acknowledged.map(acknowledgedRow), sql: acknowledge },
    ];
  }

  /** A notice as the batch leaves it: what it was about may have ended since it was acknowledged. */
  private ended(notice: Notice): Notice {
    const word = this.words.get(keyOfWord(notice));
    return word?.kind === 'notice-ended' && notice.endedAt === undefined
      ? { ...notice, endedAt: word.at, outcome: word.outcome }
      : notice;
  }
}

const rowOf = (change: NoticeChange) => ({
  account_id: change.accountId,
  kind: change.notice,
  subject_id: change.subjectId,
  at: change.at,
  outcome: change.kind === 'notice-ended' ? change.outcome : null,
});

interface About {
  readonly accountId: string;
  readonly subjectId: string;
}

const keyOfWord = (word: About & ({ readonly notice: string } | { readonly kind: string })) =>
  keyOf(word.accountId, `${'notice' in word ? word.notice : word.kind} ${word.subjectId}`);

const wordRow = ({ accountId, notice, subjectId, at, about }: LastWord) => ({
  account_id: accountId,
  kind: notice,
  subject_id: subjectId,
  at,
  about: about ?? null,
});

const acknowledgedRow = ({ accountId, id, acknowledged, endedAt, outcome }: Notice) => ({
  account_id: accountId,
  id,
  acknowledged,
  ended_at: endedAt ?? null,
  outcome: outcome ?? null,
});

/** Kinds that are told again while they wait: with fewer days left. */
const remindedKinds: readonly NoticeKind[] = ['token-ending'];

/** A notice that is told again is handed out again, to whoever is a recipient then; the same word twice is none of it. */
const raise = (json: string) =>
  `INSERT INTO notices (account_id, id, kind, subject_id, since)
   SELECT r.account_id, r.id, r.kind, r.subject_id, r.at
     FROM json_to_recordset(${json}) AS r(account_id uuid, id uuid, kind text, subject_id uuid, at timestamptz)
   ON CONFLICT (account_id, kind, subject_id) WHERE ended_at IS NULL
   DO UPDATE SET since = excluded.since, handed_out_at = NULL
    WHERE notices.kind = ANY('{${remindedKinds.join(',')}}') AND notices.since < excluded.since`;

const end = (json: string) =>
  `UPDATE notices n SET ended_at = r.at, outcome = r.outcome
     FROM json_to_recordset(${json}) AS r(account_id uuid, kind text, subject_id uuid, at timestamptz, outcome text)
    WHERE n.account_id = r.account_id AND n.kind = r.kind AND n.subject_id = r.subject_id AND n.ended_at IS NULL`;

const acknowledge = (json: string) =>
  `UPDATE notices n SET acknowledged = r.acknowledged, ended_at = coalesce(n.ended_at, r.ended_at),
         outcome = CASE WHEN n.ended_at IS NULL THEN r.outcome ELSE n.outcome END
     FROM json_to_recordset(${json}) AS r(account_id uuid, id uuid, acknowledged json, ended_at timestamptz, outcome text)
    WHERE n.account_id = r.account_id AND n.id = r.id`;

const keepWord = (json: string) =>
  `INSERT INTO notice_words (account_id, kind, subject_id, at, about)
   SELECT * FROM json_to_recordset(${json}) AS r(account_id uuid, kind text, subject_id uuid, at timestamptz, about uuid)
   ON CONFLICT (account_id, kind, subject_id) DO UPDATE SET at = excluded.at, about = excluded.about
    WHERE notice_words.at <= excluded.at`;

import { noticeKinds, type ListNotices, type NoticeCounts, type NoticePage } from '@rollcall/contracts';
import { readRows, type DataSource } from '@rollcall/persistence';
import { noticeView } from '../domain/notices/notice.js';
import { LeaverRow } from './entities/leaver-rows.js';
import { NoticeRow } from './entities/notice-rows.js';
import { noticeOf } from './notices.js';

/** So long are notices kept that have ended. */
export const endedKeptDays = 90;

/** What waits for the admins of an account. */
export class NoticeReadModel {
  constructor(private readonly reads: DataSource) {}

  /** A page, newest first. */
  async page({ accountId, state, before, limit }: ListNotices): Promise<NoticePage> {
    const page = this.reads
      .createQueryBuilder(NoticeRow, 'n')
      .where('n.account_id = :accountId', { accountId })
      .orderBy('n.id', 'DESC')
      .limit(limit);
    if (before !== undefined) page.andWhere('n.id < :before', { before });
    if (state !== undefined) page.andWhere(`n.ended_at IS ${state === 'ended' ? 'NOT ' : ''}NULL`);
    const [rows, heldLeavers] = await Promise.all([page.getMany(), this.heldLeavers(accountId)]);
    const next = rows.length === limit ? rows.at(-1)?.id : undefined;
    const notices = rows.map((row) => noticeView(noticeOf(row)));
    return { notices, heldLeavers, ...(next === undefined ? {} : { next }) };
  }

  /** How many wait, by kind; kinds of which none waits are left out. */
  async counts(accountId: string): Promise<NoticeCounts> {
    const [rows, heldLeavers] = await Promise.all([
      this.reads
        .createQueryBuilder(NoticeRow, 'n')
        .select('n.kind', 'kind')
        .addSelect('count(*)::int', 'waiting')
        .addSelect('count(*) FILTER (WHERE n.acknowledged IS NULL)::int', 'unseen')
        .where('n.account_id = :accountId AND n.ended_at IS NULL', { accountId })
        .groupBy('n.kind')
        .addSelect('min(n.since)', 'since')
        .getRawMany<Omit<NoticeCounts['kinds'][number], 'since'> & { since: Date }>(),
      this.heldLeavers(accountId),
    ]);
    const kinds = noticeKinds.flatMap((kind) =>
      rows.filter((row) => row.kind === kind).map((row) => ({ ...row, since: row.since.toISOString() })),
    );
    return { kinds, heldLeavers };
  }

  private heldLeavers(accountId: string): Promise<number> {
    return this.reads.getRepository(LeaverRow).countBy({ account_id: accountId, state: 'held' });
  }
}

/** So long are the last words of other services kept: as long as an older event can still come. */
export const wordsKeptDays = 31;

/** Deletes notices that ended long ago, and the words that no event can be older than; those of waiting notices stay. */
export async function forgetEndedNotices(dataSource: DataSource): Promise<void> {
  await readRows(
    dataSource,
    `DELETE FROM notice_words w WHERE w.at < now() - interval '${wordsKeptDays} days' AND NOT EXISTS (
       SELECT FROM notices n WHERE n.account_id = w.account_id AND n.kind = w.kind AND n.subject_id = w.subject_id AND n.ended_at IS NULL)`,
    [],
  );
  await readRows(dataSource, `DELETE FROM notices WHERE ended_at < now() - interval '${endedKeptDays} days'`, []);
}

import { inChunks, type UserBrief } from '@rollcall/contracts';
import { isOpenAccount, readRows } from '@rollcall/persistence';
import type { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { idArray, type IdsByAccount } from '../persistence/ids.js';
import type { ReplicaQueryClient } from './replica-query-client.js';

/** How long a staged list waits for its command, and a question of an instance that has died for its end (docs/data.md). */
export const stagedKeptMs = 3_600_000;

/** How many users one query may name. */
export const maxUsersPerQuery = 2_500;
/** How many queries run concurrently: the push of a whole account must not block the queries of others. */
const maxConcurrentQueries = 3;

/**
 * The replica of users and accounts. It queries a user when a command first names the user, and follows events from
 * then on.
 *
 * An event about a user that is not replicated is ignored, unless a query about users of that account is open:
 * user-service may have answered it before the change. An open query is a row, inserted before the query is sent and
 * deleted after the last answer is stored. While it is there, events are stored, and an older answer does not overwrite
 * them.
 */
export class UserReplica {
  constructor(
    private readonly dataSource: DataSource,
    private readonly users: Pick<ReplicaQueryClient, 'briefs' | 'account'>,
  ) {}

  /**
   * Queries users and stores the answers.
   * @param unknownUserIds users that are not replicated, by account; for an account without users, only the account
   *   itself is queried
   * @returns the accounts about which user-service did not answer: decisions that depend on the answer must wait
   */
  async replicate(unknownUserIds: IdsByAccount): Promise<ReadonlySet<string>> {
    const unanswered = new Set<string>();
    await Promise.all(
      [...unknownUserIds].map(async ([accountId, people]) => {
        try {
          await this.replicateAccount(accountId);
          if (people.size > 0) await this.replicateUsers(accountId, [...people]);
        } catch (error) {
          if (!(error instanceof Error) || error.name !== 'ServiceUnavailable') throw error;
          unanswered.add(accountId);
        }
      }),
    );
    return unanswered;
  }

  /** Deletes staged lists that no command used, and open queries of instances that have died. */
  async purgeExpired(): Promise<void> {
    const isOld = (time: string) => `${time} < now() - make_interval(secs => ${stagedKeptMs / 1_000})`;
    await readRows(this.dataSource, `DELETE FROM staged_members WHERE ${isOld('staged_at')}`);
    await readRows(this.dataSource, `DELETE FROM questions WHERE ${isOld('asked_at')}`);
  }

  async replicateAccount(accountId: string): Promise<void> {
    const [known] = await readRows<{ version: number }>(
      this.dataSource,
      'SELECT version::int FROM accounts WHERE id = $1',
      [accountId],
      { prepare: true },
    );
    if (known && known.version > 0) return;
    await readRows(
      this.dataSource,
      `INSERT INTO accounts (id, version, settings, mode)
       SELECT $1::uuid, 0, '{}', 'enforce' WHERE ${isOpenAccount('$1::uuid')} ON CONFLICT DO NOTHING`,
      [accountId],
    );
    const account = await this.users.account(accountId);
    if (!account) return;
    await readRows(this.dataSource, 'UPDATE accounts SET version = $2, settings = $3 WHERE id = $1 AND version < $2', [
      accountId,
      account.version,
      JSON.stringify(account.settings),
    ]);
  }

  private async replicateUsers(accountId: string, unknownUserIds: readonly string[]): Promise<void> {
    const question = [accountId, uuidv7()];
    await readRows(this.dataSource, 'INSERT INTO questions VALUES ($1, $2, now())', question);
    try {
      const open = inChunks(unknownUserIds, maxUsersPerQuery);
      const ask = async () => {
        for (const some of open) await this.upsert(accountId, await this.users.briefs(accountId, some));
      };
      // All of them are waited for: the question is open until the last answer is kept.
      const answers = await Promise.allSettled(Array.from({ length: maxConcurrentQueries }, ask));
      for (const each of answers) if (each.status === 'rejected') throw each.reason;
    } finally {
      await readRows(this.dataSource, 'DELETE FROM questions WHERE account_id = $1 AND id = $2', question);
    }
  }

  /** Of who has left or come back since the last word, what admins were shown of takeovers is not so any more. */
  private async upsert(accountId: string, briefs: readonly UserBrief[]): Promise<void> {
    if (briefs.length === 0) return;
    await readRows(
      this.dataSource,
      `WITH back AS (
         SELECT r.id FROM unnest($2::uuid[], $3::bigint[], $5::boolean[]) AS r(id, version, released)
           JOIN people p ON p.account_id = $1 AND p.user_id = r.id AND p.version < r.version AND p.released <> r.released),
       shown_anew AS (
         UPDATE takeovers o SET updated_at = greatest(now(), o.updated_at + interval '1 ms')
           FROM (SELECT DISTINCT x.takeover_id FROM takeover_people x JOIN back ON x.account_id = $1 AND x.user_id = back.id) AS x
          WHERE o.account_id = $1 AND o.id = x.takeover_id)
       INSERT INTO people (account_id, user_id, version, active, released)
       SELECT $1, r.* FROM unnest($2::uuid[], $3::bigint[], $4::boolean[], $5::boolean[]) AS r(id, version, active, released) ORDER BY r.id
       ON CONFLICT (account_id, user_id) DO UPDATE
          SET version = excluded.version, active = excluded.active, released = excluded.released
        WHERE people.version < excluded.version`,
      [
        accountId,
        idArray(briefs.map(({ id }) => id)),
        briefs.map(({ version }) => version),
        briefs.map(({ active }) => active),
        briefs.map(({ released }) => released),
      ],
      { prepare: true },
    );
  }
}

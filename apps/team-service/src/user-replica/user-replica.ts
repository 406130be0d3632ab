import type { UserBrief } from '@rollcall/contracts';
import { readRows } from '@rollcall/persistence';
import type { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { chunks } from '../domain/event-recorder.js';
import { idArray, type IdsByAccount } from '../persistence/ids.js';
import type { UserQueryClient } from './user-query-client.js';

/** The most people that one question names. */
export const maxUsersPerQuery = 2_500;
/** How many questions are under way: a push of everybody must not keep all others from asking. */
const maxConcurrentQueries = 3;

/**
 * The small copy of users and accounts: whoever is named by a command is asked about once, and followed by events from then on.
 *
 * An event about somebody who is not known here is of no interest, unless the owner is being asked about people of that account: it
 * may have answered before the change. That a question is open is a row, there before the question is sent and gone with the saving
 * of the last answer; until then events are kept, and an older answer does not overwrite them.
 */
export class UserReplica {
  constructor(
    private readonly dataSource: DataSource,
    private readonly users: UserQueryClient,
  ) {}

  /**
   * @param unknownUserIds users nobody here has heard of, by account; an account with nobody is itself the one
   * @returns the accounts about which the owner did not answer: what depends on the answer cannot be decided now
   */
  async replicate(unknownUserIds: IdsByAccount): Promise<ReadonlySet<string>> {
    const unanswered = new Set<string>();
    await Promise.all(
      [...unknownUserIds].map(async ([accountId, people]) => {
        try {
          await this.replicateAccount(accountId);
          if (people.size > 0) await this.replicateUsers(accountId, [...people].toSorted());
        } catch (error) {
          if (!(error instanceof Error) || error.name !== 'ServiceUnavailable') throw error;
          unanswered.add(accountId);
        }
      }),
    );
    return unanswered;
  }

  /** Lists that nobody came back for, and questions whose asker has died. */
  async purgeExpired(): Promise<void> {
    await readRows(this.dataSource, `DELETE FROM staged_members WHERE staged_at < now() - interval '1 hour'`);
    await readRows(this.dataSource, `DELETE FROM questions WHERE asked_at < now() - interval '1 hour'`);
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
      `INSERT INTO accounts (id, version, settings, mode) VALUES ($1, 0, '{}', 'enforce') ON CONFLICT DO NOTHING`,
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
      const open = chunks(unknownUserIds, maxUsersPerQuery);
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

  private async upsert(accountId: string, briefs: readonly UserBrief[]): Promise<void> {
    if (briefs.length === 0) return;
    await readRows(
      this.dataSource,
      `INSERT INTO people (account_id, user_id, version, active, released)
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

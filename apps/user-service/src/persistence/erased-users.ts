import type { Message } from '@rollcall/messaging';
import { keyOf, type TableWrite, type Transaction } from '@rollcall/persistence';
import { erasedPersonOf } from '../domain/erasure/erased-person.js';
import type { User } from '../domain/user/user.js';
import type { UserReads } from '../reads.js';
import { mailWritesOfGone } from './webhooks.js';

/** The stones of the erased users whom the commands of a batch name: their versions, by `keyOf` of the user. */
export async function loadErasedUsers(tx: Transaction, reads: readonly UserReads[]): Promise<Map<string, number>> {
  const wanted = reads.filter(({ erased, userId }) => erased === true && userId !== undefined);
  if (wanted.length === 0) return new Map();
  const rows = await tx.query<{ account_id: string; id: string; version: number }>(
    `SELECT e.account_id, e.id, e.version::int FROM unnest($1::uuid[], $2::uuid[]) AS k(account_id, id)
       JOIN erased_users e USING (account_id, id)`,
    [wanted.map(({ accountId }) => accountId), wanted.map(({ userId }) => userId)],
    { keepPlan: true },
  );
  return new Map(rows.map(({ account_id, id, version }) => [keyOf(account_id, id), version]));
}

/** The users that the decisions of a batch erased, beside those of before. */
export class ErasedUsers {
  private readonly stones: object[] = [];
  private readonly open: object[] = [];
  private readonly versions: Map<string, number>;

  constructor(loaded: ReadonlyMap<string, number>) {
    this.versions = new Map(loaded);
  }

  version(key: string): number | undefined {
    return this.versions.get(key);
  }

  add(user: User, version: number, message: Pick<Message, 'id' | 'correlationId' | 'payload'> | undefined): void {
    const { accountId, id } = user;
    const { actor } = (message?.payload ?? {}) as { readonly actor?: object };
    this.versions.set(keyOf(accountId, id), version);
    this.stones.push({ account_id: accountId, id, version });
    const cause = { id: message?.id, correlationId: message?.correlationId, actor };
    this.open.push({ account_id: accountId, user_id: id, person: erasedPersonOf(user), cause });
  }

  /** @param gone the users whose rows are there */
  writes(gone: readonly User[]): TableWrite[] {
    return [
      {
        name: 'gone_users',
        rows: gone.map(({ accountId, id, version }) => ({ account_id: accountId, id, loaded_version: version })),
        guarded: true,
        sql: (json) =>
          `DELETE FROM users u USING json_to_recordset(${json}) AS r(account_id uuid, id uuid, loaded_version bigint)
            WHERE u.account_id = r.account_id AND u.id = r.id AND u.version = r.loaded_version`,
      },
      ...mailWritesOfGone(this.open),
      {
        name: 'new_stones',
        rows: this.stones,
        sql: (json) =>
          `INSERT INTO erased_users (account_id, id, version)
           SELECT * FROM json_to_recordset(${json}) AS r(account_id uuid, id uuid, version bigint)`,
      },
      {
        name: 'new_erasures',
        rows: this.open,
        sql: (json) =>
          `INSERT INTO open_erasures (account_id, user_id, person, cause)
           SELECT * FROM json_to_recordset(${json}) AS r(account_id uuid, user_id uuid, person json, cause json)`,
      },
    ];
  }
}

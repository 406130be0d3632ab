import type { CheckLink, PasswordOwner } from '@rollcall/contracts';
import { inTransaction, isOpenAccount, readRows } from '@rollcall/persistence';
import type { DataSource } from 'typeorm';
import type { UserState } from '../domain/user-state.js';
import type { UserReads } from '../reads.js';
import { readUserState } from './user-state-loader.js';
import type { Credential } from './user-read-model.js';

interface OwnerRow {
  readonly accountSlug: string;
  readonly userName: string;
  readonly displayName: string | null;
  readonly givenName: string | null;
  readonly familyName: string | null;
}

/** What a new password of an active user is checked against; `u` is the user, `a` the account. */
const ownerColumns = `a.slug AS "accountSlug", u.user_name AS "userName", u.profile->>'displayName' AS "displayName",
  u.profile->'name'->>'givenName' AS "givenName", u.profile->'name'->>'familyName' AS "familyName"`;

/** Who has a password and is active, with the version. */
export interface VersionedOwner {
  readonly version: number;
  readonly owner: PasswordOwner;
}

/** Password hashes and links, for what is asked before a password is set, and at sign-in. */
export class PasswordReadModel {
  constructor(private readonly dataSource: DataSource) {}

  /** Accounts and users as they are at this moment: whether a password would be taken is decided on them. */
  stateFor(reads: readonly UserReads[]): Promise<UserState> {
    return inTransaction(this.dataSource, (tx) => readUserState(tx, reads)); // on one connection, in one round trip
  }

  /** Whose link this is; undefined where no active user has it, or its time is over. */
  async linkOwner({ accountId, userId, digest }: CheckLink): Promise<PasswordOwner | undefined> {
    const [row] = await readRows<OwnerRow>(
      this.dataSource,
      `SELECT ${ownerColumns} FROM password_links l
         JOIN users u ON u.account_id = l.account_id AND u.id = l.user_id JOIN accounts a ON a.id = l.account_id
        WHERE l.account_id = $1 AND l.user_id = $2 AND l.digest = $3 AND l.expires_at > now()
          AND u.active AND NOT u.released AND ${isOpenAccount('u.account_id')}`,
      [accountId, userId, digest],
      { keepPlan: true },
    );
    return row && ownerOf(row);
  }

  /** An active user with a password; undefined for everybody else. */
  async passwordOwner(accountId: string, userId: string): Promise<VersionedOwner | undefined> {
    const [row] = await readRows<OwnerRow & { version: number }>(
      this.dataSource,
      `SELECT ${ownerColumns}, u.version::int FROM users u JOIN accounts a ON a.id = u.account_id
        WHERE u.account_id = $1 AND u.id = $2 AND u.active AND NOT u.released AND u.has_password AND ${isOpenAccount('u.account_id')}`,
      [accountId, userId],
      { keepPlan: true },
    );
    return row && { version: row.version, owner: ownerOf(row) };
  }

  /** Replaces a hash of the same password. @returns false where the user has another hash meanwhile */
  async replaceHash(accountId: string, { userId, hash }: Credential, stronger: string): Promise<boolean> {
    const rows = await readRows<{ user_id: string }>(
      this.dataSource,
      `WITH replaced AS (UPDATE password_hashes SET hash = $4 WHERE account_id = $1 AND user_id = $2 AND hash = $3
                         RETURNING user_id)
       SELECT user_id FROM replaced`,
      [accountId, userId, hash, stronger],
    );
    return rows.length > 0;
  }
}

function ownerOf({ accountSlug, userName, displayName, givenName, familyName }: OwnerRow): PasswordOwner {
  return {
    accountSlug,
    userName,
    ...(displayName === null ? {} : { displayName }),
    ...(givenName === null ? {} : { givenName }),
    ...(familyName === null ? {} : { familyName }),
  };
}

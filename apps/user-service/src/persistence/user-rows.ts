import type { ManagedBy, UserProfile } from '@rollcall/contracts';
import { userNameKey, type User } from '../domain/user.js';

/** A row of `users`, as SELECTed with `userColumns`. */
export interface UserRow {
  readonly account_id: string;
  readonly id: string;
  readonly version: number;
  readonly user_name: string;
  readonly external_id: string | null;
  readonly user_type: string;
  readonly active: boolean;
  readonly managed_by: ManagedBy;
  readonly released: boolean;
  readonly deactivated_by_directory: boolean;
  readonly has_password: boolean;
  readonly profile: UserProfile;
  readonly created_at: Date;
  readonly updated_at: Date;
}

/** The columns of `UserRow`, of the table or alias `u`. */
export const userColumns = `u.account_id, u.id, u.version::int, u.user_name, u.external_id, u.user_type, u.active, u.managed_by,
  u.released, u.deactivated_by_directory, u.has_password, u.profile, u.created_at, u.updated_at`;

export function userOf(row: UserRow): User {
  return {
    accountId: row.account_id,
    id: row.id,
    version: row.version,
    userName: row.user_name,
    ...(row.external_id === null ? {} : { externalId: row.external_id }),
    userType: row.user_type,
    active: row.active,
    managedBy: row.managed_by,
    released: row.released,
    deactivatedByDirectory: row.deactivated_by_directory,
    hasPassword: row.has_password,
    profile: row.profile,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}

/** What is written; `loaded_version` guards an update. */
export function rowToWrite(user: User, loadedVersion: number): object {
  return {
    account_id: user.accountId,
    id: user.id,
    version: user.version,
    loaded_version: loadedVersion,
    user_name: user.userName,
    user_name_key: userNameKey(user.userName),
    external_id: user.externalId ?? null,
    email_keys: emailKeys(user),
    user_type: user.userType,
    active: user.active,
    managed_by: user.managedBy,
    released: user.released,
    deactivated_by_directory: user.deactivatedByDirectory,
    has_password: user.hasPassword,
    profile: user.profile,
    created_at: user.createdAt,
    updated_at: user.updatedAt,
  };
}

/** The record that `json_to_recordset` reads. */
export const recordColumns = `account_id uuid, id uuid, version bigint, loaded_version bigint, user_name text, user_name_key text,
  external_id text, email_keys text[], user_type text, active boolean, managed_by text, released boolean,
  deactivated_by_directory boolean, has_password boolean, profile json, created_at timestamptz, updated_at timestamptz`;

/** What an UPDATE sets; an INSERT sets also what stays for ever. */
export const changingColumns = `version, user_name, user_name_key, external_id, email_keys, user_type, active, managed_by,
  released, deactivated_by_directory, has_password, profile, updated_at`;
export const allColumns = `account_id, id, created_at, ${changingColumns}`;

/** Longer texts are kept, but they are no addresses, and the index would not hold them. */
const longestAddress = 320;

/**
 * The e-mail addresses by which a user is found, lower case; null where there is exactly the userName, which has an index
 * already. So the usual user costs no second index entry.
 */
function emailKeys(user: User): string[] | null {
  const keys = new Set(
    (user.profile.emails ?? []).flatMap(({ value }) =>
      value === undefined || value.length > longestAddress ? [] : [value.toLowerCase()],
    ),
  );
  return keys.size === 1 && keys.has(userNameKey(user.userName)) ? null : [...keys];
}

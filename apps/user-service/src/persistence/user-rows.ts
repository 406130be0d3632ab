import { columnNames, recordColumns, selectedColumns, type WrittenRow } from '@rollcall/persistence';
import { userNameKey, type User } from '../domain/user/user.js';
import { UserRow } from './entities/user-row.js';
import { longestAddress } from './user-search.js';

/** The columns of a `UserRow` that are selected, from the table or alias `u`. */
export const userColumns = selectedColumns(UserRow, 'u');

/** The bytes of a user, nearly: only what PostgreSQL has compressed has to be looked at. */
export const userBytes = `CASE WHEN pg_column_compression(u.profile) IS NULL THEN pg_column_size(u.profile) ELSE octet_length(u.profile::text) END`;

/** A person's name as people see it: what was sent as such, else what name there is. */
export const shownName = `coalesce(u.profile->>'displayName', u.profile->'name'->>'formatted',
  nullif(concat_ws(' ', u.profile->'name'->>'givenName', u.profile->'name'->>'familyName'), ''))`;

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
    madeInProduct: row.made_in_product,
    ownSignIn: row.own_sign_in,
    mayHandOver: row.may_hand_over,
    directoryKnowsPassword: row.directory_knows_password,
    isHeld: row.is_held,
    profile: row.profile,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}

interface Loaded {
  /** Optimistic check: the update applies only to this version. */
  readonly loaded_version: number;
}

/** The row of a user as it is written. */
export function rowToWrite(user: User, loadedVersion: number): WrittenRow<UserRow> & Loaded {
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
    made_in_product: user.madeInProduct,
    own_sign_in: user.ownSignIn,
    may_hand_over: user.mayHandOver,
    directory_knows_password: user.directoryKnowsPassword,
    is_held: user.isHeld,
    profile: user.profile,
    created_at: user.createdAt,
    updated_at: user.updatedAt,
  };
}

/** The record type for `json_to_recordset`. */
export const userRecord = `${recordColumns(UserRow)}, loaded_version bigint`;

/** The columns that an INSERT sets; an UPDATE leaves out those that never change. */
export const allColumns = columnNames(UserRow).join(', ');
const lasting = new Set(['account_id', 'id', 'created_at']);
export const changingColumns = columnNames(UserRow)
  .filter((name) => !lasting.has(name))
  .join(', ');

/**
 * The e-mail addresses by which a user is found, as keys like that of the userName; null where the userName is the only one, also as the
 * address that is shown where none is known, because it has an index already. So most users take no entry in the second index.
 */
function emailKeys(user: User): string[] | null {
  const { emails = [] } = user.profile;
  if (emails.length === 0) return null;
  const keys = new Set(
    emails.flatMap(({ value }) => (value === undefined || value.length > longestAddress ? [] : [userNameKey(value)])),
  );
  return keys.size === 1 && keys.has(userNameKey(user.userName)) ? null : [...keys];
}

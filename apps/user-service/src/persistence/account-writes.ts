import type { TableWrite } from '@rollcall/persistence';
import type { Account } from '../domain/account/account.js';

export interface ChangedAccounts {
  readonly added: readonly Account[];
  /** Their rows are locked. */
  readonly changed: readonly Account[];
  /** Rows of custom roles. */
  readonly newRoles: readonly object[];
  readonly renamedRoles: readonly object[];
  readonly goneRoles: readonly object[];
}

/** Accounts and their custom roles, as decisions leave them. */
export function accountWrites({ added, changed, newRoles, renamedRoles, goneRoles }: ChangedAccounts): TableWrite[] {
  const row = ({ id, slug, name, version, settings }: Account) => ({ id, slug, name, version, settings });
  const record = 'id uuid, slug text, name text, version bigint, settings json';
  return [
    {
      name: 'new_accounts',
      rows: added.map(row),
      sql: (json) =>
        `INSERT INTO accounts (id, slug, name, version, settings) SELECT * FROM json_to_recordset(${json}) AS r(${record})`,
    },
    {
      name: 'changed_accounts',
      rows: changed.map(row),
      guarded: true,
      sql: (json) =>
        `UPDATE accounts a SET version = r.version, settings = r.settings FROM json_to_recordset(${json}) AS r(${record}) WHERE a.id = r.id`,
    },
    {
      name: 'new_roles',
      rows: newRoles,
      sql: (json) =>
        `INSERT INTO custom_roles (account_id, id, name, based_on)
           SELECT * FROM json_to_recordset(${json}) AS r(account_id uuid, id uuid, name text, based_on text)`,
    },
    {
      name: 'renamed_roles',
      rows: renamedRoles,
      sql: (json) =>
        `UPDATE custom_roles c SET name = r.name FROM json_to_recordset(${json}) AS r(account_id uuid, id uuid, name text)
            WHERE c.account_id = r.account_id AND c.id = r.id`,
    },
    {
      name: 'gone_roles',
      rows: goneRoles,
      sql: (json) =>
        `DELETE FROM custom_roles c USING json_to_recordset(${json}) AS r(account_id uuid, id uuid)
            WHERE c.account_id = r.account_id AND c.id = r.id`,
    },
  ];
}

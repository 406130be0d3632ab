import { getMetadataArgsStorage } from 'typeorm';
import type { EntityClass } from '../connection/data-source.js';
import { declaredColumns } from '../entities/columns.js';
import { AccountClosureRow } from '../entities/account-closure-row.js';

/** A table whose rows belong to accounts. */
export interface TableOfAccounts {
  readonly name: string;
  /** The column that names the account. */
  readonly account: string;
  /** The primary key, in its order, without the account where that comes first. */
  readonly key: readonly { readonly name: string; readonly type: string }[];
  /** The key begins with the account: its rows stand together. Else the whole table is looked through. */
  readonly isByAccount: boolean;
}

/**
 * The tables of these entities that hold rows of accounts: those with a column `account_id`, and `accounts`. So the table of a new
 * entity is emptied without being named anywhere.
 */
export function tablesOfAccounts(entities: readonly EntityClass[]): TableOfAccounts[] {
  return entities.flatMap((entity) => (entity === AccountClosureRow ? [] : tableOf(entity)));
}

function tableOf(entity: EntityClass): TableOfAccounts[] {
  const { name } = getMetadataArgsStorage().tables.find(({ target }) => target === entity) ?? {};
  if (name === undefined) throw new Error(`${entity.name} is no entity`);
  const columns = declaredColumns(entity);
  const account = name === 'accounts' ? 'id' : 'account_id';
  if (!columns.some(({ propertyName }) => propertyName === account)) return [];
  const primary = columns
    .filter(({ options }) => options.primary === true)
    .map(({ propertyName, options }) => ({ name: propertyName, type: String(options.type) }));
  const isByAccount = primary[0]?.name === account;
  return [{ name, account, key: isByAccount ? primary.slice(1) : primary, isByAccount }];
}

import type { Filter, ListPeople, PersonRow, SortOrder } from '@rollcall/contracts';
import type { SearchedAttributes } from '@rollcall/persistence';
import { shownName } from './user-rows.js';
import { userAttributes } from './user-search.js';

/*
 * What the list of people is narrowed and ordered by. All of it is in the primary key's index, or in one of the indexes beside it, so that
 * pages far behind, and totals, read no users but those that are shown.
 */

/** Nearly everybody is a member, and has no entry in the index of types: members are those who are not in it. `$1` is the account. */
const isMember = `u.id NOT IN (SELECT o.id FROM users o WHERE o.account_id = $1 AND o.user_type <> 'member')`;

export const peopleAttributes: SearchedAttributes = {
  ...userAttributes,
  userType: {
    holds: 'text',
    sql: 'u.user_type',
    exact: true,
    equals: (value, parameter) => (value === 'member' ? isMember : `u.user_type = ${parameter(value)}`),
  },
  managedBy: { holds: 'text', sql: 'u.managed_by', exact: true, equals: (value, p) => `u.managed_by = ${p(value)}` },
  released: { holds: 'flag', sql: 'u.released' },
};

type Narrowed = Pick<ListPeople, 'active' | 'userType' | 'managedBy' | 'released'>;

/** The conditions of a list beside a search; undefined where it is of everybody. */
export function peopleFilter({ active, userType, managedBy, released }: Narrowed): Filter | undefined {
  const of = Object.entries({ active, userType, managedBy, released }).flatMap(([attribute, value]): Filter[] =>
    value === undefined ? [] : [{ is: 'equals', attribute, value }],
  );
  return of.length === 0 ? undefined : { is: 'and', of };
}

/** So many rows may be skipped as if they were shown. */
const fewSkipped = 1_000;

/** Whether a list may have to walk past many more people than it shows; a search looks at so many and no more. */
export const walksFar = ({ ids, search, offset = 0, ...narrowed }: ListPeople): boolean =>
  !ids && search === undefined && (offset > fewSkipped || peopleFilter(narrowed) !== undefined);

export const orderOf = ({ order }: Pick<ListPeople, 'order'>): SortOrder | undefined =>
  order === 'name' ? { attribute: 'displayName' } : undefined;

/** What is read of `users u` for a row of a table. */
export const rowColumns = `u.id, u.user_name, ${shownName} AS shown_name, u.user_type, u.active, u.released, u.managed_by, u.updated_at`;

export interface ReadPersonRow extends Pick<PersonRow, 'id' | 'active' | 'released'> {
  readonly user_name: string;
  readonly shown_name: string | null;
  readonly user_type: string;
  readonly managed_by: PersonRow['managedBy'];
  readonly updated_at: Date;
}

export function personRowOf(row: ReadPersonRow): PersonRow {
  const { id, active, released } = row;
  return {
    id,
    userName: row.user_name,
    ...(row.shown_name === null ? {} : { displayName: row.shown_name }),
    userType: row.user_type,
    active,
    released,
    managedBy: row.managed_by,
    updatedAt: row.updated_at.toISOString(),
  };
}

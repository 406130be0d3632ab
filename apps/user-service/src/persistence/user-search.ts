import { Refusal, type Filter, type SearchUsers } from '@rollcall/contracts';
import { isStorable } from '../domain/storable-text.js';
import { userNameKey } from '../domain/user.js';

/** A search as SQL conditions on `users u`: conditions are joined by AND; parameters are numbered from `$2` (`$1` is the account). */
export interface SearchConditions {
  readonly conditions: readonly string[];
  readonly parameters: readonly unknown[];
}

const answerable = 'userName, externalId, id, emails.value and active can be compared with `equals`, joined by `and`';
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * Turns a filter into SQL. Each comparison it takes has an index, or narrows one that has.
 * @throws Refusal filter-not-supported, saying what can be answered
 */
export function searchConditions(filter: Filter | undefined): SearchConditions {
  const conditions: string[] = [];
  const parameters: unknown[] = [];
  const parameter = (value: unknown) => `$${parameters.push(value) + 1}`;
  const take = (each: Filter): void => {
    if (each.is === 'and') return each.of.forEach(take);
    if (each.is !== 'equals' || each.value === null)
      throw new Refusal('filter-not-supported', { filter: each.is, answerable });
    conditions.push(equality(each.attribute, each.value, parameter));
  };
  if (filter) take(filter);
  return { conditions, parameters };
}

function equality(attribute: string, value: string | number | boolean, parameter: (value: unknown) => string): string {
  const text = String(value);
  if (!isStorable(text)) return 'false'; // nobody has such a value
  switch (attribute) {
    case 'userName':
      return `u.user_name_key = ${parameter(userNameKey(text))}`;
    case 'externalId':
      return `u.external_id = ${parameter(text)}`;
    case 'id':
      return uuid.test(text) ? `u.id = ${parameter(text)}` : 'false';
    case 'emails.value':
    case 'emails': {
      const key = parameter(text.toLowerCase());
      // Where email_keys is null, the userName is the one address.
      return `((u.email_keys IS NULL AND u.user_name_key = ${key}::text) OR u.email_keys @> ARRAY[${key}::text])`;
    }
    case 'active':
      return `u.active = ${parameter(text.toLowerCase() === 'true')}`;
    default:
      throw new Refusal('filter-not-supported', { filter: attribute, answerable });
  }
}

/** A search that is nothing but one userName: the one that identity providers ask before every write. */
export function soughtUserName({ filter, offset, limit }: SearchUsers): string | undefined {
  if (filter?.is !== 'equals' || filter.attribute !== 'userName' || typeof filter.value !== 'string') return undefined;
  return offset === 0 && limit > 0 ? filter.value : undefined;
}

import { isUuid, Refusal, type Filter, isStorable } from '@rollcall/contracts';
import { userNameKey } from '../domain/user/user.js';

/** A search as SQL conditions on `users u`: conditions are joined by AND; parameters are numbered from `$2` (`$1` is the account). */
export interface SearchConditions {
  readonly conditions: readonly string[];
  readonly parameters: readonly unknown[];
}

const answerable =
  'userName, externalId, id, emails.value and active can be compared with `equals`, joined by `and`; ' +
  'of one element of emails also type, display and primary, beside its value';

type Equality = Extract<Filter, { value: unknown }>;
/** Adds a value to the parameters and gives its place. */
type Parameter = (value: unknown) => string;

/**
 * Turns a filter into SQL. Each comparison it takes has an index, or narrows one that has.
 * @throws Refusal filter-not-supported, saying what can be answered
 */
export function searchConditions(filter: Filter | undefined): SearchConditions {
  const parameters: unknown[] = [];
  const parameter = (value: unknown) => `$${parameters.push(value) + 1}`;
  const conditions = filter === undefined ? [] : partsOf(filter).map((part) => condition(part, parameter));
  return { conditions, parameters };
}

/** What `and` joins, on whatever level. */
function partsOf(filter: Filter): readonly Filter[] {
  return filter.is === 'and' ? filter.of.flatMap(partsOf) : [filter];
}

function condition(part: Filter, parameter: Parameter): string {
  if (part.is === 'some' && part.attribute === 'emails') return oneAddress(part.where, parameter);
  const { attribute, value } = asEquality(part);
  return equality(attribute, String(value), parameter);
}

function asEquality(filter: Filter): Equality {
  if (filter.is !== 'equals' || filter.value === null) throw notSupported(filter.is);
  return filter;
}

function equality(attribute: string, text: string, parameter: Parameter): string {
  if (!isStorable(text)) return 'false'; // nobody has such a value
  switch (attribute) {
    case 'userName':
      return `u.user_name_key = ${parameter(userNameKey(text))}`;
    case 'externalId':
      return `u.external_id = ${parameter(text)}`;
    case 'id':
      return isUuid(text) ? `u.id = ${parameter(text)}` : 'false';
    case 'emails.value':
    case 'emails': {
      const key = parameter(text.toLowerCase());
      // Where email_keys is null, the userName is the one address.
      return `((u.email_keys IS NULL AND u.user_name_key = ${key}::text) OR u.email_keys @> ARRAY[${key}::text])`;
    }
    case 'active':
      return `u.active = ${parameter(text.toLowerCase() === 'true')}`;
    default:
      throw notSupported(attribute);
  }
}

const partsOfAddress = new Set(['value', 'type', 'display', 'primary']);

/**
 * One address that is all that the filter says, as Entra asks: `emails[type eq "work"].value eq "ann@example.com"`. Its value
 * finds the few in an index; only with them the addresses themselves are looked at.
 */
function oneAddress(where: Filter, parameter: Parameter): string {
  const said = partsOf(where).map(asEquality);
  const unknown = said.find(({ attribute }) => !partsOfAddress.has(attribute));
  if (unknown) throw notSupported(`emails.${unknown.attribute}`);
  const sought = said.find(({ attribute }) => attribute === 'value');
  if (!sought) throw notSupported('some');
  if (!said.every(({ value }) => isStorable(String(value)))) return 'false';
  const holder = equality('emails.value', String(sought.value), parameter);
  if (said.length === 1) return holder;
  // The database folds case as we do only where it is told to: its own locale is C.
  const fits = said.map(
    ({ attribute, value }) =>
      `lower((e.address->>'${attribute}') COLLATE "und-x-icu") = ${parameter(String(value).toLowerCase())}`,
  );
  return `${holder} AND EXISTS (
    SELECT FROM json_array_elements(u.profile->'emails') AS e(address) WHERE ${fits.join(' AND ')})`;
}

function notSupported(what: string): Refusal {
  return new Refusal('filter-not-supported', { filter: what, answerable });
}

import { isUuid, Refusal, type Filter, isStorable } from '@rollcall/contracts';
import { userNameKey } from '../domain/user/user.js';

/**
 * A search as SQL conditions on `users u`, to be joined by AND. Parameters are numbered from `$2`; `$1` is the account.
 */
export interface SearchConditions {
  readonly conditions: readonly string[];
  readonly parameters: readonly unknown[];
}

const answerable =
  'userName, externalId, id, emails.value and active can be compared with `equals`, joined by `and`; ' +
  'of one element of emails also type, display and primary, beside its value';

type Equality = Extract<Filter, { value: unknown }>;
/** Adds a value to the parameters and returns its placeholder. */
type Parameter = (value: unknown) => string;

/**
 * Turns a filter into SQL. Each comparison that it accepts has an index, or is joined with one that has.
 * @throws Refusal filter-not-supported, saying which filters are supported
 */
export function searchConditions(filter: Filter | undefined): SearchConditions {
  const parameters: unknown[] = [];
  const parameter = (value: unknown) => `$${parameters.push(value) + 1}`;
  const conditions = filter === undefined ? [] : partsOf(filter).map((part) => condition(part, parameter));
  return { conditions, parameters };
}

/** The operands of `and`, flattened over nested levels. */
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
  if (!isStorable(text)) return 'false'; // no row has such a value
  switch (attribute) {
    case 'userName':
      return `u.user_name_key = ${parameter(userNameKey(text))}`;
    case 'externalId':
      return `u.external_id = ${parameter(text)}`;
    case 'id':
      return isUuid(text) ? `u.id = ${parameter(text)}` : 'false';
    case 'emails.value':
    case 'emails': {
      const key = parameter(userNameKey(text));
      // Where email_keys is null, the userName is the only address.
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
 * Finds users by one address and its attributes, as Entra asks: `emails[type eq "work"].value eq "ann@example.com"`.
 * The index on values finds a few users; the other attributes are compared only for these.
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
  // The ICU collation folds case as JavaScript does; the database's own locale is C.
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

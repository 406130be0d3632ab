import type { Random } from '../resilience/random.ts';
import { attrPath, filter, patchPath } from './grammar.ts';
import { anything, aText, aWord, resourceOf, valueOf } from './values.ts';
import type { ResourceType, Vocabulary } from './vocabulary.ts';

/** One request below the SCIM base URL. */
export interface SentRequest {
  readonly kind: Kind;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

const weights = {
  list: 30,
  search: 8,
  read: 8,
  create: 14,
  replace: 8,
  change: 20,
  remove: 3,
  bulk: 3,
  discover: 4,
} as const;
export type Kind = keyof typeof weights;

const urn = (name: string) => `urn:ietf:params:scim:api:messages:2.0:${name}`;
/** A share of all requests has something that does not belong there. */
const damagedShare = 0.35;

/** Some request of RFC 7644, with the attributes and values that the vocabulary has. */
export function someRequest(random: Random, words: Vocabulary): SentRequest {
  const kind = random.weighted(weights);
  const damaged = random.next() < damagedShare;
  const type = random.next() < 0.7 ? words.user : words.group;
  const asked = makers[kind]({ random, words, type, damaged });
  const headers = random.next() < 0.1 ? { [random.oneOf(['if-match', 'if-none-match'])]: someTag(random) } : {};
  return {
    kind,
    headers,
    ...asked,
    ...(damaged && asked.body !== undefined ? { body: damagedBody(asked.body, random) } : {}),
  };
}

interface Making {
  readonly random: Random;
  readonly words: Vocabulary;
  readonly type: ResourceType;
  readonly damaged: boolean;
}
type Made = Pick<SentRequest, 'method' | 'path' | 'body'>;

const makers: Readonly<Record<Kind, (of: Making) => Made>> = {
  list(of) {
    const { random, words, type } = of;
    const { cursors } = words.known;
    if (cursors.length > 0 && random.next() < 0.1) {
      const { path, cursor } = random.oneOf(cursors);
      return { method: 'GET', path: `${path}&cursor=${of.damaged ? cursor.slice(1) : cursor}` };
    }
    return { method: 'GET', path: `${type.endpoint}?${queryText(listParameters(of))}` };
  },
  search(of) {
    const path = of.random.oneOf(['', of.type.endpoint]);
    return {
      method: 'POST',
      path: `${path}/.search`,
      body: { schemas: [urn('SearchRequest')], ...listParameters(of) },
    };
  },
  read: (of) => ({ method: 'GET', path: `${resource(of)}?${queryText(projection(of))}` }),
  create(of) {
    const path = `${of.type.endpoint}${of.random.next() < 0.1 ? `?${queryText(projection(of))}` : ''}`;
    return { method: 'POST', path, body: resourceOf(of.type, of.random, of.words, of.damaged) };
  },
  replace: (of) => ({ method: 'PUT', path: resource(of), body: resourceOf(of.type, of.random, of.words, of.damaged) }),
  change: (of) => ({ method: 'PATCH', path: resource(of), body: patchOp(of) }),
  remove: (of) => ({ method: 'DELETE', path: resource(of) }),
  bulk(of) {
    const length = of.random.between(0, of.damaged ? 6 : 4);
    const Operations = Array.from({ length }, (_, at) => bulkOperation(of, at));
    const limit = of.random.oneOf([{}, { failOnErrors: 1 }, { failOnErrors: 3 }]);
    return { method: 'POST', path: '/Bulk', body: { schemas: [urn('BulkRequest')], ...limit, Operations } };
  },
  discover({ random, words }) {
    const filterOfRoles = `displayName ${random.oneOf(['eq', 'co', 'gt'])} ${JSON.stringify(aText(random, words.known))}`;
    const documents = ['/ServiceProviderConfig', '/Schemas', '/ResourceTypes', '/ResourceTypes/User', '/Schemas/x'];
    const roles = ['/Roles', '/Roles/admin', '/Roles?sortBy=displayName&cursor&count=2', '/Entitlements', '/Me'];
    const path = random.oneOf([
      ...documents,
      ...roles,
      `/Schemas/${words.user.schema}`,
      `/Roles?filter=${encodeURIComponent(filterOfRoles)}`,
    ]);
    return { method: 'GET', path };
  },
};

const neverIds = ['01890a5d-ac96-774b-bcce-b302099a8057', 'x', '%00', '..%2f', encodeURIComponent('ä"')];

/** A resource that is there, or was; now and then an id that never was. */
function resource({ type, random, words, damaged }: Making): string {
  const known = type.endpoint === '/Users' ? words.known.users : words.known.groups;
  if (known.length === 0 || (damaged && random.next() < 0.1)) return `${type.endpoint}/${random.oneOf(neverIds)}`;
  return `${type.endpoint}/${random.oneOf(known)}`;
}

function listParameters(of: Making): Record<string, unknown> {
  const { random, words, damaged } = of;
  const parameters: Record<string, unknown> = {};
  if (random.next() < 0.75) parameters['filter'] = damagedText(filter(of), random, damaged);
  if (random.next() < 0.3) {
    parameters['sortBy'] = attrPath(of).text;
    if (random.next() < 0.5) parameters['sortOrder'] = random.oneOf(['ascending', 'descending']);
  }
  if (random.next() < 0.3) parameters['startIndex'] = random.oneOf([1, 2, 50, 0, -3, 1e6]);
  if (random.next() < 0.5) parameters['count'] = random.oneOf([0, 1, 2, 10, 100, -1, 5_000]);
  if (random.next() < 0.2) parameters['cursor'] = '';
  Object.assign(parameters, projection(of));
  const names = ['count', 'startIndex', 'sortBy', 'sortOrder', 'cursor', 'filter'];
  if (damaged && random.next() < 0.2) parameters[random.oneOf(names)] = anything(random, words.known);
  return parameters;
}

function projection(of: Making): Record<string, unknown> {
  if (of.random.next() > 0.25) return {};
  const names = Array.from({ length: of.random.between(1, 3) }, () => attrPath(of).text);
  return { [of.random.oneOf(['attributes', 'excludedAttributes'])]: names };
}

function queryText(parameters: Record<string, unknown>): string {
  const said = Object.entries(parameters).map(([name, value]) => {
    const text = typeof value === 'string' ? value : Array.isArray(value) ? value.join(',') : JSON.stringify(value);
    return `${name}=${encodeURIComponent(text.toWellFormed())}`;
  });
  return said.join('&');
}

/** The body of a PATCH (RFC 7644 §3.5.2). */
function patchOp(of: Making): object {
  const Operations = Array.from({ length: of.random.between(1, 4) }, () => operation(of));
  return { schemas: [urn('PatchOp')], Operations };
}

function operation(of: Making): object {
  const { random, words, type, damaged } = of;
  const op = random.oneOf(['add', 'replace', 'replace', 'remove', 'Add', 'Replace']);
  if (op !== 'remove' && random.next() < 0.2) {
    const some = type.attributes.filter(({ mutability }) => mutability !== 'readOnly' && random.next() < 0.3);
    return { op, value: Object.fromEntries(some.map((each) => [each.name, valueOf(each, random, words, damaged)])) };
  }
  const { text, attribute } = patchPath(of);
  const path = damagedText(text, random, damaged);
  if (op === 'remove')
    return random.next() < 0.8 ? { op, path } : { op, path, value: valueOf(attribute, random, words, damaged) };
  return { op, path, value: valueOf(attribute, random, words, damaged) };
}

function bulkOperation(of: Making, at: number): object {
  const kind = of.random.weighted({ create: 4, replace: 1, change: 3, remove: 1 });
  const { method, path, body } = makers[kind](of);
  const id = of.random.next() < 0.9 ? { bulkId: `b${at}` } : {};
  return {
    method,
    path: path.split('?')[0],
    ...(kind === 'create' ? id : {}),
    ...(body === undefined ? {} : { data: body }),
  };
}

function someTag(random: Random): string {
  return random.oneOf(['W/"1"', '"2"', '*', 'W/"1", W/"2"', '3', '""']);
}

/** A text with something cut out, put in or doubled. */
function damagedText(text: string, random: Random, damaged: boolean): string {
  if (!damaged || random.next() < 0.6) return text;
  const at = random.between(0, text.length);
  return random.oneOf([
    text.slice(0, at),
    text.slice(0, at) +
      random.oneOf(['(', ')', '[', ']', '"', ' ', '\\', '.', ':', '\u0000', ' and ', ' not ']) +
      text.slice(at),
    text + text,
    `${'('.repeat(random.between(1, 60))}${text}`,
    aWord(random),
  ]);
}

/** A body with a member that is gone, or is something else; or another body altogether. */
function damagedBody(body: unknown, random: Random): unknown {
  if (random.next() < 0.5 || typeof body !== 'object' || body === null) return body;
  const entries = Object.entries(body);
  const at = random.between(0, entries.length - 1);
  const other = random.oneOf<unknown>([null, [], {}, '', 'x', 7, [null], { value: [] }]);
  return random.oneOf<unknown>([
    Object.fromEntries(entries.filter((_, each) => each !== at)),
    Object.fromEntries(entries.map(([name, value], each) => [name, each === at ? other : value])),
    [body],
    other,
  ]);
}

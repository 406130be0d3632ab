import { invalidValue } from '../errors/refusals.js';
import { ScimError } from '../errors/scim-error.js';
import { member } from '../patch/member.js';
import { isObject } from '../resource/is-object.js';
import { referenceIn, textsOf } from './bulk-references.js';
import {
  isRefused,
  type BulkEndpoint,
  type BulkOperation,
  type BulkRequest,
  type RefusedOperation,
} from './bulk-request.js';

/** One operation, and what has to be over before it begins. All numbers are places in the request. */
export interface BulkStep {
  readonly at: number;
  readonly operation: BulkOperation | RefusedOperation;
  /** Why it is not carried out: it is not well-formed, or its references lead nowhere or in a circle. */
  readonly refusal?: ScimError | undefined;
  /** The POSTs whose resources it refers to. */
  readonly requires: readonly number[];
  /**
   * The POSTs of a circle whose resources it refers to although they cannot be there yet: they are taken to get the id
   * that is proposed for them.
   */
  readonly presumes: readonly number[];
  /** Operations of the same resource: they keep their order. */
  readonly after: readonly number[];
  /** It also comes after all POSTs to these endpoints that stand before it in the plan. */
  readonly afterPostsTo: readonly BulkEndpoint[];
}

/**
 * Plans a bulk request: operations in the order of the request, but each resource is made before the first operation
 * that refers to it (RFC 7644 §3.7.2). What the steps allow side by side has the result that one after the other has
 * (RFC 7644 §3.7): operations of one resource or name keep their order, and a change comes after the POSTs before it,
 * since a POST can bring back a person whom the change lets go.
 *
 * A circle of people (managers of each other) is solved by presumed ids; another one is refused (RFC 7644 §3.7.1).
 */
export function planBulk({ operations }: BulkRequest): BulkStep[] {
  const locks = new Locks(operations);
  return linked(operations).map((link) => ({ ...link, ...locks.take(link) }));
}

type Link = Omit<BulkStep, 'after' | 'afterPostsTo'>;

/** The operations in their order, with their references. */
function linked(operations: BulkRequest['operations']): Link[] {
  const made = new Map<string, number>();
  for (const [at, { method, bulkId }] of operations.entries())
    if (method === 'POST' && bulkId !== undefined) made.set(bulkId, at);
  const links: Link[] = [];
  const refusals = new Map<number, ScimError>();
  const visited = new Set<number>();
  const placeInPath = new Map<number, number>(); // of those that are being visited: each refers to the next one

  /** Gives the first place in the path to which a reference leads back that closes a circle without a solution. */
  const visit = (at: number): number => {
    const operation = operations[at];
    if (!operation || visited.has(at)) return Infinity;
    visited.add(at);
    const place = placeInPath.size;
    placeInPath.set(at, place);
    let circleFrom = Infinity;
    const requires: number[] = [];
    const presumes: number[] = [];
    const { targets, unknown } = targetsOf(operation, made);
    if (unknown !== undefined) refusals.set(at, unknownReference(unknown));
    for (const target of unknown === undefined ? targets : []) {
      circleFrom = Math.min(circleFrom, visit(target));
      const back = placeInPath.get(target);
      if (back === undefined) requires.push(target);
      else if (isPostOfPerson(operation) && isPostOfPerson(operations[target])) presumes.push(target);
      else circleFrom = Math.min(circleFrom, back);
    }
    if (circleFrom <= place) refusals.set(at, circular); // as those before it in the circle, on the way back
    placeInPath.delete(at);
    links.push({ at, operation, requires, presumes });
    return circleFrom;
  };

  for (const at of operations.keys()) visit(at);
  return links.map((link) => {
    const refusal = isRefused(link.operation) ? link.operation.refusal : refusals.get(link.at);
    return refusal ? { ...link, refusal, requires: [], presumes: [] } : link;
  });
}

/** The places that an operation refers to, each once, and the first bulkId that no POST has. */
function targetsOf(
  operation: BulkOperation | RefusedOperation,
  made: ReadonlyMap<string, number>,
): { readonly targets: ReadonlySet<number>; readonly unknown?: string } {
  const targets = new Set<number>();
  for (const text of isRefused(operation) ? [] : textsOf(operation)) {
    const bulkId = referenceIn(text);
    if (bulkId === undefined) continue;
    const target = made.get(bulkId);
    if (target === undefined) return { targets, unknown: bulkId };
    targets.add(target);
  }
  return { targets };
}

const isPostOfPerson = (operation: { readonly method?: string; readonly endpoint?: BulkEndpoint } | undefined) =>
  operation?.method === 'POST' && operation.endpoint === '/Users';

function unknownReference(bulkId: string): ScimError {
  const shown = /^[\w.-]{1,60}$/.test(bulkId) ? ` "${bulkId}"` : '';
  return invalidValue(`The operation refers to a bulkId${shown} that no POST of the request has.`);
}

const circular = new ScimError(
  409,
  'The operation refers to another one that refers back to it, so neither can be carried out first. Send them without one of the references, and add it in a further request.',
);

function postsBefore({ method, endpoint }: BulkOperation): readonly BulkEndpoint[] {
  if (method !== 'POST') return ['/Users', '/Groups'];
  return endpoint === '/Groups' ? ['/Users'] : [];
}

const noIds: ReadonlySet<string> = new Set();

/** Who may be side by side with whom: of each id and name one changes it at a time, or several mention it. */
class Locks {
  private readonly targets: ReadonlySet<string>;
  /** Those that are people. */
  private readonly people: readonly string[];
  private readonly held = new Map<string, { changes?: number; mentions: number[] }>();

  constructor(operations: BulkRequest['operations']) {
    const known = operations.flatMap((each) => (isRefused(each) || each.id === undefined ? [] : [each]));
    this.targets = new Set(known.flatMap(({ id = [] }) => id));
    this.people = known.flatMap(({ endpoint, id = [] }) => (endpoint === '/Users' ? id : []));
  }

  /** What comes before it; to be asked for one operation after the other. */
  take({ at, operation, refusal }: Link): Pick<BulkStep, 'after' | 'afterPostsTo'> {
    if (isRefused(operation) || refusal) return { after: [], afterPostsTo: [] };
    return { after: [...this.before(at, operation)], afterPostsTo: postsBefore(operation) };
  }

  private before(at: number, operation: BulkOperation): Set<number> {
    const before = new Set<number>();
    const changed = keysOf(operation);
    for (const text of this.mentionedBy(operation)) {
      if (changed.includes(text)) continue;
      const lock = this.lockOf(text);
      if (lock.changes !== undefined) before.add(lock.changes);
      lock.mentions.push(at);
    }
    for (const key of changed) {
      const lock = this.lockOf(key);
      for (const each of lock.mentions) before.add(each);
      if (lock.changes !== undefined) before.add(lock.changes);
      this.held.set(key, { changes: at, mentions: [] });
    }
    return before;
  }

  /** The ids of other operations that it mentions. */
  private mentionedBy(operation: BulkOperation): ReadonlySet<string> {
    if (this.targets.size === 0) return noIds;
    const texts = textsOf(operation).filter((text) => this.targets.has(text));
    return new Set(isByName(operation) ? [...texts, ...this.people] : texts);
  }

  private lockOf(key: string) {
    const lock = this.held.get(key) ?? { mentions: [] };
    this.held.set(key, lock);
    return lock;
  }
}

/** Whether it may remove members by their names, which any change of a person may change. */
function isByName({ endpoint, method, data }: BulkOperation): boolean {
  if (endpoint !== '/Groups' || method !== 'PATCH' || !isObject(data)) return false;
  const operations = member(data, 'operations');
  if (!Array.isArray(operations)) return false;
  const paths = operations.map((each: unknown) => (isObject(each) ? member(each, 'path') : undefined));
  return paths.some((path) => typeof path === 'string' && /\[.*display/is.test(path));
}

/** What an operation changes: a resource, and the name that it gives to one. */
function keysOf({ endpoint, id, data }: BulkOperation): string[] {
  const name = isObject(data) ? member(data, endpoint === '/Users' ? 'username' : 'displayname') : undefined;
  return [
    ...(id === undefined ? [] : [id]),
    ...(typeof name === 'string' ? [`${endpoint} ${name.toLowerCase()}`] : []),
  ];
}

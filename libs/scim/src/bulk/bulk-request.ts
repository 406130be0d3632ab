import { invalidSyntax, invalidValue } from '../errors/refusals.js';
import { ScimError } from '../errors/scim-error.js';
import { grant, type Leniency, type Reading } from '../leniencies/leniency.js';
import { limits } from '../limits/limits.js';
import { assertSchemas } from '../messages/message-schemas.js';
import { member } from '../patch/member.js';
import { isObject } from '../resource/is-object.js';
import { assertSaidOnce } from '../resource/said-once.js';
import { Urns } from '../schemas/urns.js';

export const bulkMethods = ['POST', 'PUT', 'PATCH', 'DELETE'] as const;
export type BulkMethod = (typeof bulkMethods)[number];

/** The endpoints that take operations of a bulk request. */
export const bulkEndpoints = ['/Users', '/Groups'] as const;
export type BulkEndpoint = (typeof bulkEndpoints)[number];

/** One operation of a bulk request (RFC 7644 §3.7), which is well-formed. Its data has not been looked at. */
export interface BulkOperation {
  readonly method: BulkMethod;
  readonly endpoint: BulkEndpoint;
  /** The resource's id, or a reference to one; absent where the method is POST. */
  readonly id?: string;
  readonly bulkId?: string;
  /** The version that is to be changed, as `If-Match` has it. */
  readonly version?: string;
  readonly data?: unknown;
}

/** An operation that is refused for what it is. The others are carried out all the same. */
export interface RefusedOperation {
  readonly method?: string;
  readonly bulkId?: string;
  readonly refusal: ScimError;
}

export interface BulkRequest {
  /** After so many errors no further operation begins. */
  readonly failOnErrors?: number;
  readonly operations: readonly (BulkOperation | RefusedOperation)[];
}

export const isRefused = (operation: BulkOperation | RefusedOperation): operation is RefusedOperation =>
  'refusal' in operation;

/** RFC 7644 §3.7.4: the error names the limit. */
export const bulkTooLarge = () =>
  new ScimError(413, `The size of the bulk operation exceeds the maxPayloadSize (${limits.bulkBytes}).`);

/**
 * Reads the body of a bulk request (RFC 7644 §3.7).
 * @throws ScimError invalidSyntax, invalidValue, and 413 for too many operations: then none is carried out
 */
export function readBulkRequest(body: unknown, { leniency = 'named' }: Reading = {}): BulkRequest {
  const operations = isObject(body) ? member(body, 'operations') : undefined;
  if (!isObject(body) || !Array.isArray(operations))
    throw invalidSyntax('The body of a bulk request must be a BulkRequest message with a list "Operations".');
  if (operations.length > limits.bulkOperations) {
    const detail = `The number of operations (${operations.length}) exceeds the maxOperations (${limits.bulkOperations}).`;
    throw new ScimError(413, detail);
  }
  assertSaidOnce(body, 'Operations', 'failOnErrors');
  assertSchemas(body, { of: Urns.bulkRequest }, leniency);
  const read = operations.map((operation) => readOperation(operation, leniency));
  assertUnique(read);
  const failOnErrors = failOnErrorsOf(member(body, 'failonerrors'));
  return { ...(failOnErrors === undefined ? {} : { failOnErrors }), operations: read };
}

function failOnErrorsOf(value: unknown): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return value;
  throw invalidValue('failOnErrors must be a whole number, from 1 on: after so many errors no operation begins.');
}

/** A reference to a bulkId that two operations have would mean either. */
function assertUnique(operations: readonly { readonly bulkId?: string }[]): void {
  const seen = new Set<string>();
  for (const { bulkId } of operations) {
    if (bulkId === undefined) continue;
    if (seen.has(bulkId)) throw invalidValue('Two operations have the same bulkId, which must be unique.');
    seen.add(bulkId);
  }
}

function readOperation(value: unknown, leniency: Leniency): BulkOperation | RefusedOperation {
  if (!isObject(value)) return { refusal: invalidSyntax('Each operation must be an object with "method" and "path".') };
  const method = member(value, 'method');
  const bulkId = member(value, 'bulkid');
  const named = {
    ...(typeof method === 'string' ? { method: method.slice(0, 10).toUpperCase() } : {}),
    ...(typeof bulkId === 'string' ? { bulkId } : {}),
  };
  try {
    assertSaidOnce(value, 'method', 'path', 'bulkId', 'version', 'data');
    const target = targetOf(named.method, member(value, 'path'), leniency);
    if (target.method !== method)
      grant(leniency, 'methodInAnyCase', () => invalidSyntax(`The method must be in capitals: ${target.method}.`));
    if (target.method === 'POST' && named.bulkId === undefined)
      grant(leniency, 'bulkPaths', () => invalidSyntax('A POST needs a "bulkId".'));
    return { ...named, ...target, ...partsOf(value, named.method) };
  } catch (error) {
    if (error instanceof ScimError) return { ...named, refusal: error };
    throw error;
  }
}

/** `/Users` for a POST, `/Users/{id}` for the others. */
function targetOf(
  method: string | undefined,
  path: unknown,
  leniency: Leniency,
): Pick<BulkOperation, 'method' | 'endpoint' | 'id'> {
  const known = bulkMethods.find((each) => each === method);
  if (!known) throw invalidSyntax('The method of an operation must be POST, PUT, PATCH or DELETE.');
  if (typeof path !== 'string') throw invalidSyntax('Each operation needs a "path", such as "/Users".');
  const [name = '', id, ...more] = path.split('/').filter((segment) => segment !== '');
  const endpoint = bulkEndpoints.find((each) => each.slice(1).toLowerCase() === name.toLowerCase());
  if (!endpoint || more.length > 0)
    throw new ScimError(
      404,
      'Nothing is served at the path of the operation: it must be /Users or /Groups, and the id.',
    );
  if ((known === 'POST') !== (id === undefined)) {
    const detail =
      known === 'POST' ? `A POST goes to ${endpoint}, without an id.` : `A ${known} needs the id: ${endpoint}/{id}.`;
    throw new ScimError(405, detail);
  }
  const asWritten = id === undefined ? endpoint : `${endpoint}/${id}`;
  if (path !== asWritten) grant(leniency, 'bulkPaths', () => invalidSyntax(`The path must be ${asWritten}.`));
  return { method: known, endpoint, ...(id === undefined ? {} : { id }) };
}

function partsOf(value: Record<string, unknown>, method: string | undefined): Pick<BulkOperation, 'version' | 'data'> {
  const version = member(value, 'version');
  if (version !== undefined && version !== null && typeof version !== 'string')
    throw invalidSyntax('The version of an operation must be a text, as ETag has it.');
  const data = member(value, 'data');
  if (method !== 'DELETE' && !isObject(data)) throw invalidSyntax(`A ${method} needs "data": a JSON object.`);
  return {
    ...(typeof version === 'string' && method !== 'POST' ? { version } : {}),
    ...(method === 'DELETE' ? {} : { data }),
  };
}

import { isObject } from '@rollcall/contracts';
import { parseJson, type Secret } from '@rollcall/gateway-kit';
import {
  isRefused,
  member,
  readBulkRequest,
  ScimError,
  type BulkOperation,
  type BulkRequest,
  type Reading,
} from '@rollcall/scim';
import { inSlices } from '@rollcall/service-kit';
import { withdrawPassword } from '../passwords/withdraw-password.js';
import { limitsOfBulkBody } from './body-limits.js';
import { assertNamesOnce, jsonTextOf } from './json-text.js';
import { unstorableIn } from './storable-text.js';

/** A bulk request without any password. */
export class ReadBulk {
  constructor(
    readonly request: BulkRequest,
    /** The passwords, by the places of their operations. */
    readonly passwords: ReadonlyMap<number, Secret>,
    /** Of changes of users: the refusals of what cannot be stored, by the places of their operations. */
    readonly unstorable: ReadonlyMap<number, ScimError>,
  ) {}
}

/**
 * Parses the body of a bulk request, in slices. What is wrong with the data of one operation is the refusal of that operation.
 * @throws Failure `body-malformed`; ScimError where it is no bulk request
 */
export function readBulkBody(bytes: Buffer, reading: Reading): Promise<ReadBulk> {
  return inSlices(readBulk(bytes, reading));
}

function* readBulk(bytes: Buffer, reading: Reading): Generator<undefined, ReadBulk> {
  const json = jsonTextOf(bytes, limitsOfBulkBody);
  const body = parseJson(json, { longNumbersAsText: true });
  yield;
  assertNamesOnce(json);
  const passwords = new Map<number, Secret>();
  const refusals = new Map<number, ScimError>();
  const unstorable = new Map<number, ScimError>();
  for (const [at, data] of dataIn(body).entries()) {
    yield;
    try {
      const password = withdrawPassword(data);
      if (password) passwords.set(at, password);
      const problem = json.includes('\\u') ? unstorableIn(data) : undefined;
      if (problem) unstorable.set(at, problem);
    } catch (error) {
      if (!(error instanceof ScimError)) throw error;
      refusals.set(at, error);
    }
  }
  const request = readBulkRequest(body, reading);
  const operations = request.operations.map((operation, at) => {
    if (isRefused(operation)) return operation;
    const refusal = refusals.get(at) ?? (mayLeave(operation) ? undefined : unstorable.get(at));
    return refusal ? { ...operation, refusal } : operation;
  });
  return new ReadBulk({ ...request, operations }, passwords, unstorable);
}

/** Whoever leaves, leaves (rule 5): whether an operation does make somebody inactive is known when its data is read. */
const mayLeave = ({ method, endpoint }: BulkOperation) =>
  endpoint === '/Users' && (method === 'PUT' || method === 'PATCH');

function dataIn(body: unknown): unknown[] {
  const operations = isObject(body) ? member(body, 'operations') : undefined;
  if (!Array.isArray(operations)) return [];
  return operations.map((operation: unknown) => (isObject(operation) ? member(operation, 'data') : undefined));
}

import { isObject } from '@rollcall/contracts';
import { Secret } from '@rollcall/gateway-kit';
import { saidOnce, ScimError } from '@rollcall/scim';

type Json = Record<string, unknown>;

/**
 * Removes every password from a parsed body, in place, before it can be logged, returned or sent (rule 6): at top
 * level, under a URN prefix, in a PATCH operation with a path or inside a value, and in any case (`Password`). In a
 * place where a password makes no sense (inside `name`, say) it is dropped. Of several operations with a password the last one counts; one
 * object with two is refused.
 * @throws ScimError `invalidValue`, `invalidPath` or `invalidSyntax`, which never quotes a value
 */
export function withdrawPassword(body: unknown): Secret | undefined {
  const found: unknown[] = [];
  if (Array.isArray(body)) for (const each of body) discard(each);
  if (!isObject(body)) return undefined;
  for (const key of Object.keys(body)) {
    if (key.toLowerCase() === 'operations' && Array.isArray(body[key]))
      body[key] = withdrawFromOperations(body[key], found);
  }
  withdrawFromObject(body, found, 0);
  return secretOf(found.at(-1));
}

/** Removes the operations whose path is the password. */
function withdrawFromOperations(operations: readonly unknown[], found: unknown[]): unknown[] {
  return operations.filter((operation) => {
    if (!isObject(operation)) return true;
    const path = Object.keys(operation).find((key) => key.toLowerCase() === 'path');
    const target = path === undefined ? undefined : operation[path];
    if (typeof target === 'string' && target.toLowerCase().includes('password')) {
      const values = Object.keys(operation).filter((key) => key.toLowerCase() === 'value');
      for (const key of values) {
        found.push(onlyElement(operation[key]));
        delete operation[key];
      }
      if (!namesPassword(target.trim())) throw new ScimError(400, badPath, 'invalidPath');
      if (values.length === 0 && !isRemoval(operation)) throw new ScimError(400, noValue, 'invalidValue');
      return false;
    }
    return true;
  });
}

const noValue = 'The operation on the password has no "value". Send one, or leave the operation out.';

function isRemoval(operation: Json): boolean {
  const op = Object.entries(operation).find(([key]) => key.toLowerCase() === 'op')?.[1];
  return typeof op === 'string' && op.toLowerCase() === 'remove';
}

const badPath =
  'A PATCH path that speaks of the password must be "password" and nothing else: it has no parts and cannot be filtered.';

function withdrawFromObject(object: Json, found: unknown[], depth: number): void {
  if (isPlaceForPassword(depth))
    saidOnce(Object.entries(object), (key) => (namesPassword(key) ? 'password' : undefined));
  for (const key of Object.keys(object)) {
    const value = object[key];
    if (namesPassword(key)) {
      if (isPlaceForPassword(depth)) found.push(value);
      delete object[key];
    } else if (Array.isArray(value)) {
      for (const each of value) withdrawFromNested(each, key, found, depth);
    } else {
      withdrawFromNested(value, key, found, depth);
    }
  }
}

/** A resource can be the body itself, the value of an operation, or the object under the core URN. */
function withdrawFromNested(value: unknown, key: string, found: unknown[], depth: number): void {
  if (!isObject(value)) {
    if (Array.isArray(value)) for (const each of value) discard(each);
    return;
  }
  const name = key.toLowerCase();
  const transparent = name === 'operations' || name === 'value' || name.endsWith(':user');
  withdrawFromObject(value, found, transparent ? depth : depth + 1);
}

function discard(value: unknown): void {
  if (isObject(value)) withdrawFromObject(value, [], 1);
  else if (Array.isArray(value)) for (const each of value) discard(each);
}

const isPlaceForPassword = (depth: number) => depth === 0;

/** True for `password`, `Password`, `urn:ietf:params:scim:schemas:core:2.0:User:password`, `user.password`. */
function namesPassword(key: string): boolean {
  const name = key.trim().toLowerCase();
  return name === 'password' || name.endsWith(':password') || name.endsWith('.password');
}

/** Some clients put every value into an array of one, or into an object with `value`. */
function onlyElement(value: unknown): unknown {
  const first = Array.isArray(value) && value.length === 1 ? (value[0] as unknown) : value;
  return isObject(first) && 'value' in first ? first['value'] : first;
}

/** Null and the empty text mean absent (rule 4). */
function secretOf(value: unknown): Secret | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value !== 'string') throw new ScimError(400, 'The password must be a text.', 'invalidValue');
  return new Secret(value);
}

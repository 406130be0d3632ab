import { inspect } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withdrawPassword } from './withdraw-password.js';

const canary = 'c4n4ry-Pa55!';
const core = 'urn:ietf:params:scim:schemas:core:2.0:User';
const patch = (...operations: object[]) => ({ Operations: operations });

describe('a password in a body', () => {
  it.each<[string, object, object]>([
    ['at top level', { userName: 'a', password: canary }, { userName: 'a' }],
    ['in another case', { userName: 'a', PassWord: canary }, { userName: 'a' }],
    ['under its URN', { [`${core}:password`]: canary }, {}],
    ['inside the core URN', { [core]: { password: canary } }, { [core]: {} }],
    ['in a PATCH with a path', patch({ op: 'replace', path: 'password', value: canary }), patch()],
    ['in a PATCH with a path in another case', patch({ op: 'Replace', Path: ' Password', Value: canary }), patch()],
    ['in a PATCH with a URN path', patch({ op: 'add', path: `${core}:password`, value: canary }), patch()],
    ['in a PATCH with a list as value', patch({ op: 'replace', path: 'password', value: [canary] }), patch()],
    [
      'in a PATCH with an object as value',
      patch({ op: 'replace', path: 'password', value: { value: canary } }),
      patch(),
    ],
    [
      'in a PATCH without a path',
      patch({ op: 'replace', value: { active: true, password: canary } }),
      patch({ op: 'replace', value: { active: true } }),
    ],
    [
      'in a PATCH whose operations are called otherwise',
      { operations: [{ op: 'replace', value: { Password: canary } }] },
      { operations: [{ op: 'replace', value: {} }] },
    ],
    [
      'in a PATCH whose value is a list',
      patch({ op: 'replace', value: [{ password: canary }] }),
      patch({ op: 'replace', value: [{}] }),
    ],
  ])('%s is taken out', (_, body, rest) => {
    expect(withdrawPassword(body)?.reveal()).toBe(canary);
    expect(body).toEqual(rest);
  });

  it.each<[string, unknown]>([
    ['inside a name', { name: { givenName: 'Ann', password: canary } }],
    ['inside a list', { emails: [{ value: 'a', password: canary }] }],
    ['inside lists of lists', { x: [[{ password: canary }]] }],
    ['in an extension', { 'urn:example:2.0:Thing': { password: canary } }],
    ['in a list in place of a body', [{ password: canary }]],
  ])('%s is dropped', (_, body) => {
    expect(withdrawPassword(body)).toBeUndefined();
    expect(JSON.stringify(body)).not.toContain(canary);
  });

  it.each<[string, object]>([
    ['of the wrong type', { password: { value: 1 } }],
    ['that is a number', { password: 12345678 }],
    ['with a path below it', patch({ op: 'replace', path: 'password.value', value: canary })],
    ['with a filtered path', patch({ op: 'replace', path: `password[value eq "${canary}"]`, value: canary })],
  ])('%s is refused without being quoted', (_, body) => {
    const error = (() => {
      try {
        return withdrawPassword(body);
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toMatchObject({ status: 400 });
    expect(inspect(error)).not.toContain(canary);
    expect(inspect(error)).not.toContain('12345678');
  });

  it('that was not sent is no change of it, unless it is removed', () => {
    for (const op of ['replace', 'Add'])
      expect(() => withdrawPassword(patch({ op, path: 'password' }))).toThrow(
        expect.objectContaining({ scimType: 'invalidValue', detail: expect.stringContaining('"value"') }) as Error,
      );
    expect(withdrawPassword(patch({ op: 'Remove', path: 'password' }))).toBeUndefined();
  });

  it('that is empty counts as absent', () => {
    expect(withdrawPassword({ password: '' })).toBeUndefined();
    expect(withdrawPassword({ password: null })).toBeUndefined();
  });

  it('prints as nothing, however it is printed', () => {
    const secret = withdrawPassword({ password: canary });
    expect(
      `${String(secret)} ${JSON.stringify({ secret })} ${inspect(secret)} ${inspect({ secret }, { showHidden: true, depth: 9 })}`,
    ).not.toContain(canary);
  });

  it('is nowhere in what is left, wherever it was', () => {
    const keys = fc.constantFrom(
      'password',
      'Password',
      'Operations',
      'value',
      'path',
      'name',
      core,
      `${core}:PASSWORD`,
      'x.password',
    );
    const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 6 },
        fc.integer(),
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(keys, tie('tree'), { maxKeys: 4 }),
      ),
    }));
    const planted = fc.tuple(tree, fc.boolean()).map(([body]) => plant(body));
    fc.assert(
      fc.property(planted, (body) => {
        try {
          withdrawPassword(body);
        } catch {
          return; // refused: the body goes no further
        }
        expect(JSON.stringify(body) ?? '').not.toContain(canary);
      }),
    );
  });
});

/** Returns the same tree, with the canary as the value of every leaf whose key means password. */
function plant(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(plant);
  if (typeof node !== 'object' || node === null) return node;
  const entries = Object.entries(node).map(([key, value]: [string, unknown]) => {
    const leaf = typeof value !== 'object';
    return [key, leaf && key.toLowerCase().endsWith('password') ? canary : plant(value)] as const;
  });
  return Object.fromEntries(entries);
}

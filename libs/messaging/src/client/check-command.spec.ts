import { allMessageDefinitions, TeamCommands, UserCommands, type CommandDefinition } from '@rollcall/contracts';
import * as fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it, test } from 'vitest';
import { decodeMessage } from '../codec/decode-message.js';
import { encodeMessage } from '../codec/encode-message.js';
import { checkCommand } from './check-command.js';
import { CommandInvalid } from './errors.js';

const commands = allMessageDefinitions().filter(
  (each): each is CommandDefinition => each.kind === 'command' && each.topic.startsWith('rollcall.'),
);
const accountOf = (payload: object) => (payload as { accountId: string }).accountId;

function accepts(definition: CommandDefinition, payload: object): boolean {
  try {
    checkCommand(definition, payload);
    return true;
  } catch (error) {
    if (error instanceof CommandInvalid) return false;
    throw error;
  }
}

function decodes(definition: CommandDefinition, payload: object): void {
  const id = uuidv7();
  const of = { id, type: definition.type, source: 'specs', correlationId: id, accountId: accountOf(payload) };
  const { topic, key, headers, value } = encodeMessage({ ...of, subject: definition.key(payload) }, payload);
  const raw = { topic, partition: 0, offset: '0', time: new Date(), headers, rawHeaders: headers };
  decodeMessage({ ...raw, key: Buffer.from(key), value: Buffer.from(value ?? '') });
}

/** The places of all values in a payload. */
function placesIn(value: unknown, at: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [at];
  return [
    ...(at.length > 0 ? [at] : []),
    ...Object.entries(value).flatMap(([key, each]) => placesIn(each, [...at, key])),
  ];
}

function withValue(target: unknown, [key = '', ...rest]: readonly string[], value: unknown): unknown {
  const inner: unknown = (target as Record<string, unknown>)[key];
  const next = rest.length === 0 ? value : withValue(inner, rest, value);
  if (Array.isArray(target)) return target.map((each: unknown, index) => (String(index) === key ? next : each));
  return { ...(target as object), [key]: next };
}

/** What clients send is JSON. */
const anything = fc.oneof(
  fc.constantFrom(0, 1, 200, 201, 320, 321, 1_000, 1_001, 9_000).map((count) => 'x'.repeat(count)),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.jsonValue(),
  fc.constant('\ud800'),
  fc.array(fc.constant('x'), { minLength: 5_001, maxLength: 5_001 }),
);

describe('a command that passes the check', () => {
  test.each(commands.map((definition) => [definition.type, definition] as const))('is decoded: %s', (_, definition) => {
    expect(accepts(definition, definition.example)).toBe(true);
    const places = placesIn(definition.example).filter(([first]) => first !== 'accountId');
    const property = fc.property(fc.constantFrom(...places), anything, (place, value) => {
      const payload = withValue(definition.example, place, value) as object;
      if (accepts(definition, payload)) decodes(definition, payload);
    });
    fc.assert(property, { numRuns: 60 });
  });
});

describe('the problems of a command', () => {
  const problemsOf = (definition: CommandDefinition, change: object): readonly string[] => {
    try {
      checkCommand(definition, { ...definition.example, ...change });
    } catch (error) {
      if (error instanceof CommandInvalid) return error.problems;
    }
    return [];
  };

  it('name attribute and limit, and no value', () => {
    const create = UserCommands.create as unknown as CommandDefinition; // as the registry knows it
    expect(problemsOf(create, { userName: 'x'.repeat(400), profile: { name: { givenName: 7 } } })).toEqual([
      'userName must be shorter than or equal to 320 characters',
      expect.stringMatching(/^name\.givenName: givenName must be/),
      'name.givenName: givenName must be a string',
    ]);
  });

  it('leave out how the command is put together', () => {
    const change = TeamCommands.change as unknown as CommandDefinition; // as the registry knows it
    const changes = [{ change: 'rename', displayName: 'x'.repeat(1_001) }];
    expect(problemsOf(change, { changes })).toEqual(['displayName must be shorter than or equal to 1000 characters']);
  });
});

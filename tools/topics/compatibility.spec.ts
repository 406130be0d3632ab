import { describe, expect, it, test } from 'vitest';
import { incompatibilities, schemaChanges, type PublishedMessage } from './compatibility.ts';

const text = { type: 'string', maxLength: 200 };
const before: PublishedMessage = {
  type: 'user.created',
  version: 1,
  topic: 'rollcall.user.events',
  key: ['userId'],
  definitions: {
    Actor: { type: 'object', properties: { id: text }, required: ['id'] },
    Tree: { type: 'object', properties: { trees: { type: 'array', items: { $ref: '#/$defs/Tree' } } } },
  },
  schema: {
    type: 'object',
    description: 'A new user.',
    properties: {
      userId: { type: 'string', format: 'uuid' },
      title: text,
      seats: { type: 'integer' },
      managedBy: { type: 'string', enum: ['directory', 'workspace'] },
      why: { type: 'string', 'x-extensible-enum': ['sync'] },
      words: { type: 'array', items: text },
      actor: { $ref: '#/$defs/Actor' },
      tree: { $ref: '#/$defs/Tree' },
    },
    required: ['userId', 'managedBy', 'actor'],
  },
};
const properties = before.schema.properties as Record<string, object>;

/** The message with other properties; undefined takes one away. */
const withProperties = (changed: Record<string, object | undefined>, required = before.schema.required) => {
  const entries = Object.entries({ ...properties, ...changed }).filter(([, each]) => each !== undefined);
  return { ...before, schema: { ...before.schema, properties: Object.fromEntries(entries), required } };
};
const problems = (...after: PublishedMessage[]) => incompatibilities([before], after, () => 1);

describe('passes without a new version', () => {
  test.each<[string, PublishedMessage[]]>([
    ['nothing', [before]],
    ['a new optional field', [withProperties({ nickName: text })]],
    [
      'a new optional field of a part',
      [
        {
          ...before,
          definitions: {
            ...before.definitions,
            Actor: { type: 'object', properties: { id: text, name: text }, required: ['id'] },
          },
        },
      ],
    ],
    ['a new type', [before, { ...before, type: 'user.invented' }]],
    ['another description', [{ ...withProperties({ title: { ...text, description: 'More.' } }) }]],
    [
      'a new value of an open list',
      [withProperties({ why: { type: 'string', 'x-extensible-enum': ['sync', 'hand'] } })],
    ],
    ['another order', [withProperties({ managedBy: { enum: ['workspace', 'directory'], type: 'string' } })]],
    ['a part said in place', [withProperties({ actor: before.definitions.Actor })]],
  ])('%s', (_, after) => {
    expect(problems(...after)).toEqual([]);
  });
});

describe('needs a new version with an upcast', () => {
  test.each<[string, PublishedMessage, string]>([
    ['a field that is gone', withProperties({ title: undefined }), 'title is gone'],
    [
      'a required field that is gone',
      withProperties({ managedBy: undefined }, ['userId', 'actor']),
      'managedBy is gone',
    ],
    ['another type', withProperties({ seats: { type: 'string' } }), 'seats has another type'],
    [
      'a field that is required now',
      withProperties({}, ['userId', 'managedBy', 'actor', 'title']),
      'title is required',
    ],
    [
      'a new required field',
      withProperties({ nickName: text }, ['userId', 'managedBy', 'actor', 'nickName']),
      'nickName is required and new',
    ],
    ['a field that may be absent now', withProperties({}, ['userId', 'actor']), 'managedBy may be absent'],
    ['a narrower text', withProperties({ title: { ...text, maxLength: 60 } }), 'title has another maxLength'],
    ['a wider text', withProperties({ title: { type: 'string' } }), 'title has another maxLength'],
    ['another format', withProperties({ userId: { type: 'string' } }), 'userId has another format'],
    [
      'a new value of a closed list',
      withProperties({ managedBy: { type: 'string', enum: ['directory', 'workspace', 'nobody'] } }),
      'managedBy has another enum',
    ],
    [
      'a value that is gone',
      withProperties({ managedBy: { type: 'string', enum: ['directory'] } }),
      'managedBy has another enum',
    ],
    [
      'a value of an open list that is gone',
      withProperties({ why: { type: 'string', 'x-extensible-enum': [] } }),
      'why lost sync',
    ],
    [
      'a list that is closed now',
      withProperties({ why: { type: 'string', enum: ['sync'] } }),
      'why has another x-extensible-enum',
    ],
    [
      'other elements',
      withProperties({ words: { type: 'array', items: { type: 'integer' } } }),
      'words[] has another type',
    ],
    [
      'a part that changed',
      { ...before, definitions: { ...before.definitions, Actor: { type: 'object', properties: {}, required: [] } } },
      'actor.id is gone',
    ],
    [
      'no further fields',
      { ...before, schema: { ...before.schema, additionalProperties: false } },
      'the payload has another additionalProperties',
    ],
  ])('%s', (_, after, problem) => {
    const [first = '', ...more] = problems(after);
    expect(first).toContain(`user.created (version 1): ${problem}`);
    expect(more.every((each) => each.includes('needs a new version'))).toBe(true);
    expect(problems({ ...after, version: 2 })).toEqual([]);
    expect(incompatibilities([before], [{ ...after, version: 2 }], () => 2)).toEqual([
      'user.created (version 1): has a new version, and no upcast leads to it',
    ]);
  });
});

describe('never passes', () => {
  test.each<[string, PublishedMessage[], string]>([
    ['a type that is gone', [], 'is gone'],
    ['another name', [{ ...before, type: 'user.made', version: 2 }], 'is gone'],
    ['another key', [{ ...before, key: ['accountId'], version: 2 }], 'has another key'],
    ['another topic', [{ ...before, topic: 'rollcall.team.events', version: 2 }], 'has another topic'],
    ['an older version', [{ ...before, version: 0 }], 'has an older version'],
  ])('%s', (_, after, problem) => {
    expect(problems(...after)).toEqual([expect.stringContaining(`user.created (version 1): ${problem}`)]);
  });
});

it('ends where a class holds itself', () => {
  const wider = {
    type: 'object',
    properties: { trees: { type: 'array', items: { $ref: '#/$defs/Tree' } }, name: text },
  };
  expect(schemaChanges(before, { ...before, definitions: { ...before.definitions, Tree: wider } })).toEqual([]);
});

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  allMessageDefinitions,
  defineEvent,
  messageDefinition,
  publishedMessages,
  type JsonSchema,
  type MessageDefinition,
} from '@rollcall/contracts';
import { decodeMessage } from '@rollcall/messaging';
import { IsBoolean, IsInt, IsOptional, IsString, IsUUID } from 'class-validator';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { soundValuesOf } from '../../libs/contracts/test/never-says-more.js';
import { docComments } from './doc-comments.ts';
import { asyncApiFindings, SchemaValidator } from './findings.ts';
import { messageSchema, payloadSchemas } from './message-schema.ts';
import { keyProperties } from './key-properties.ts';

const docs = join(import.meta.dirname, '../../docs');
const read = (...path: string[]) => JSON.parse(readFileSync(join(docs, ...path), 'utf8')) as JsonSchema;
const noComments = docComments([]);

/** Values of a published schema, as a payload of that version. */
function payloads({ $defs, ...schema }: JsonSchema): fc.Arbitrary<Record<string, unknown>> {
  const definitions = Object.entries(($defs ?? {}) as Record<string, JsonSchema>);
  const named = definitions.map(([name, each]) => [`#/$defs/${name}`, each] as const);
  return soundValuesOf(schema, Object.fromEntries(named)) as fc.Arbitrary<Record<string, unknown>>; // all are objects
}

/** The record as a service of that version wrote it. */
function recordOf({ type, topic }: MessageDefinition, version: number, payload: Record<string, unknown>) {
  const id = '01890a5d-ac96-774b-bcce-b302099a8057';
  const headers = {
    ce_id: id,
    ce_type: type,
    ce_source: 'spec',
    ce_time: '2026-11-28T20:57:53Z',
    ce_dataschemaversion: String(version),
    ce_accountid: typeof payload.accountId === 'string' ? payload.accountId : id,
    ce_correlationid: id,
  };
  const value = Buffer.from(JSON.stringify(payload));
  return { topic, partition: 0, offset: '0', time: new Date(), key: Buffer.from(id), value, headers, rawHeaders: {} };
}

function alwaysDecodes(definition: MessageDefinition, version: number, schema: JsonSchema): void {
  fc.assert(
    fc.property(payloads(schema), (payload) => {
      expect(decodeMessage(recordOf(definition, version, payload)).schemaVersion).toBe(definition.version);
    }),
    { numRuns: 50 },
  );
}

const committed = readdirSync(join(docs, 'schemas')).flatMap((type) =>
  readdirSync(join(docs, 'schemas', type)).map((file) => [type, file] as const),
);

describe('whatever a published schema allows is decoded, of an older version by its upcasts', () => {
  test.each(committed)('%s, %s', (type, file) => {
    const definition = messageDefinition(type);
    if (!definition) throw new Error(`${type} is not defined`);
    alwaysDecodes(definition, Number(/\d+/.exec(file)?.[0]), read('schemas', type, file));
  });

  class Former {
    @IsUUID() accountId: string;
    @IsString() name: string;
    @IsOptional() @IsInt() seats?: number;
  }
  class Present {
    @IsUUID() accountId: string;
    @IsString() displayName: string;
    @IsBoolean() hasSeats: boolean;
  }
  const ids = { accountId: '01890a5d-ac96-774b-bcce-b302099a8057' };
  const base = { topic: 'specs.events', key: (each: { accountId: string }) => each.accountId } as const;
  const former = {
    ...base,
    kind: 'event',
    type: 'specs.grown',
    version: 1,
    payload: Former,
    example: { ...ids, name: 'a' },
  };
  const formerSchema = messageSchema(former as MessageDefinition, noComments);
  const present = { ...base, version: 2, payload: Present, example: { ...ids, displayName: 'a', hasSeats: true } };

  it('is seen to fail where an upcast forgets a field', () => {
    const forgets = defineEvent({
      ...present,
      type: 'specs.forgets',
      upcasts: [({ name, ...rest }) => ({ ...rest, displayName: name })],
    });
    expect(() => alwaysDecodes(forgets as MessageDefinition, 1, formerSchema)).toThrow('Property failed');
    const upcasts = [
      ({ name, seats, ...rest }: Readonly<Record<string, unknown>>) => ({
        ...rest,
        displayName: name,
        hasSeats: seats !== undefined,
      }),
    ];
    alwaysDecodes(defineEvent({ ...present, type: 'specs.grown', upcasts }) as MessageDefinition, 1, formerSchema);
  });
});

describe('what is published', () => {
  it('is no command', () => {
    const types = publishedMessages().map(({ type }) => type);
    expect(types).toEqual(expect.arrayContaining(['user.created', 'scim.request-answered']));
    const commands = allMessageDefinitions().filter(({ kind }) => kind === 'command');
    expect(commands.filter(({ type }) => types.includes(type))).toEqual([]);
  });

  it('says by which property a message is keyed, and what stands in for it', () => {
    const example = { accountId: 'a', requestId: 'r', nested: { id: 'n' } };
    const keyed = (key: (payload: typeof example) => string) =>
      keyProperties({ key: key as (payload: object) => string, example });
    expect(keyed((each) => each.requestId)).toEqual(['requestId']);
    expect(keyed((each) => each.accountId ?? each.requestId)).toEqual(['accountId', 'requestId']);
    expect(keyed(() => 'always')).toEqual([]);
  });

  it('takes an unknown value of an open list, and none of a closed one; no null; unknown fields', () => {
    const problems = new SchemaValidator().compile(read('schemas', 'session.ended', 'v1.json'));
    const ids = ['accountId', 'userId', 'sessionId'].map((name) => [name, '01890a5d-ac96-774b-bcce-b302099a8057']);
    const ended = { ...Object.fromEntries(ids), why: 'of-later' };
    expect(problems({ ...ended, invented: 1 })).toEqual([]);
    expect(problems({ ...ended, actor: null })).toEqual(['/actor must be object']);
    const created = new SchemaValidator().compile(read('schemas', 'user.created', 'v1.json'));
    const { example } = publishedMessages().find(({ type }) => type === 'user.created')!;
    expect(created({ ...example, managedBy: 'nobody' })).toEqual([
      '/managedBy must be equal to one of the allowed values',
    ]);
  });

  it('has descriptions from the comments of classes, inherited ones too, and of definitions', () => {
    class Base {
      @IsString() reason: string;
    }
    class Derived extends Base {
      @IsString() why: string;
    }
    const comments = docComments([
      `class Base {
         /**
          * Why,
          * in words.
          */
         @IsString() reason: string;
       }
       /** A thing. */
       class Derived extends Base { why: string }
       export const Events = {
         /** It happened. */
         happened: defineEvent({ ...base, type: 'thing.happened' }),
         /** Gone. */
         gone: event('thing.gone'),
       };
       /** Recorded. */
       export const Recorded = defineRecord({ type: 'thing.recorded' });`,
    ]);
    expect(payloadSchemas([Derived], '', comments)).toMatchObject({
      Derived: {
        description: 'A thing.',
        properties: { reason: { description: 'Why, in words.' }, why: { type: 'string' } },
      },
    });
    expect(comments.ofMessage('thing.happened')).toBe('It happened.');
    expect(comments.ofMessage('thing.gone')).toBe('Gone.');
    expect(comments.ofMessage('thing.recorded')).toBe('Recorded.');
  });

  it('is an AsyncAPI document without findings, which are seen where there are some', () => {
    const document = read('asyncapi.json');
    expect(asyncApiFindings(document)).toEqual([]);
    expect(asyncApiFindings({ ...document, defaultContentType: 7 })).toContain('/defaultContentType must be string');
    expect(asyncApiFindings({ ...document, channels: {} })).toContain('#/channels/user.events is not there');
  });
});

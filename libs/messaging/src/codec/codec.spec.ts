import {
  allMessageDefinitions,
  defineCommand,
  TokenCommands,
  UserEvents,
  WorkspaceUserCommands,
  type MessageDefinition,
} from '@rollcall/contracts';
import * as fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, test } from 'vitest';
import type { Message } from './envelope.js';
import { decodeMessage, NewerVersion, readAgain, Undecodable } from './decode-message.js';
import { encodeEvent, encodeMessage, type MessageEnvelope } from './encode-message.js';
import type { RawRecord } from './raw-record.js';

const { create } = TokenCommands;
const example: object = create.example;
const envelopeOf = ({ type, example }: MessageDefinition): MessageEnvelope => ({
  id: uuidv7(),
  type,
  source: 'specs',
  subject: 'subject',
  accountId: (example as { accountId?: string }).accountId ?? uuidv7(),
  correlationId: uuidv7(),
});

/** The record as it comes back from the broker. */
function throughTheLog(envelope: MessageEnvelope, payload: object): RawRecord {
  const { topic, key, headers, value } = encodeMessage(envelope, payload);
  return {
    topic,
    partition: 3,
    offset: '42',
    time: new Date(),
    key: Buffer.from(key),
    headers,
    rawHeaders: headers,
    value: value === null ? null : Buffer.from(value),
  };
}

function problemsOf(record: RawRecord): readonly string[] {
  try {
    decodeMessage(record);
  } catch (error) {
    if (error instanceof Undecodable) return error.problems;
    throw error;
  }
  return [];
}

const sound = () => throughTheLog(envelopeOf(create as unknown as MessageDefinition), create.example); // as the registry forgets it
const withHeaders = (headers: RawRecord['headers']) => ({ ...sound(), headers: { ...sound().headers, ...headers } });

describe('a message through the log', () => {
  test.each(allMessageDefinitions().map((definition) => [definition.type, definition] as const))(
    '%s comes back as its example',
    (_, definition) => {
      const envelope = envelopeOf(definition);
      const message = decodeMessage(throughTheLog(envelope, definition.example));
      expect(message).toMatchObject({
        id: envelope.id,
        type: envelope.type,
        source: 'specs',
        correlationId: envelope.correlationId,
        schemaVersion: definition.version,
        key: definition.key(definition.example),
        place: { topic: definition.topic, partition: 3, offset: '42' },
      });
      expect(JSON.parse(JSON.stringify(message.payload))).toEqual(JSON.parse(JSON.stringify(definition.example)));
    },
  );

  test('keeps whatever the envelope says', () => {
    const uuids = fc.uuid();
    const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
    const envelopes = fc.record({
      id: uuids,
      correlationId: uuids,
      causationId: optional(uuids),
      traceparent: optional(fc.constant('00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01')),
      aggregateVersion: optional(fc.nat()),
      time: fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true }),
      deadline: optional(fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true })),
      replyTo: optional(fc.stringMatching(/^rollcall\.replies\.[a-z0-9.-]{1,60}$/)),
    });
    fc.assert(
      fc.property(envelopes, fc.string({ unit: 'grapheme', minLength: 1, maxLength: 80 }), (said, name) => {
        fc.pre(name.length <= 200);
        const { accountId } = create.example;
        const fixed = { type: create.type, source: 'specs', subject: 's', accountId };
        const given = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
        const payload = { ...example, name };
        const message = decodeMessage(throughTheLog({ ...fixed, ...(given as typeof said) }, payload));
        expect(message).toMatchObject({ ...given, type: create.type, accountId, payload });
      }),
    );
  });

  test('an event carries the ids of its cause', () => {
    const cause = { id: uuidv7(), correlationId: uuidv7(), traceparent: '00-1-2-01' } as Message;
    const { headers, key } = encodeEvent(
      'user-service',
      { type: 'user.created', accountId: 'a', aggregateId: 'u', version: 7, payload: UserEvents.created.example },
      cause,
    );
    expect(key).toBe(UserEvents.created.example.userId);
    expect(headers).toMatchObject({
      ce_causationid: cause.id,
      ce_correlationid: cause.correlationId,
      traceparent: '00-1-2-01',
      ce_aggregateversion: '7',
      ce_source: 'user-service',
      ce_specversion: '1.0',
    });
  });

  test('unknown fields of the payload are ignored', () => {
    const record = sound();
    const value = Buffer.from(JSON.stringify({ ...example, inventedLater: 1 }));
    expect(problemsOf({ ...record, value })).toEqual([]);
  });
});

/**
 * Version 1 had the text `named`, version 2 the text `name`. The current version has a name of at most 200 characters,
 * and a length.
 */
const renamed = defineCommand({
  ...create,
  type: 'specs.renamed',
  version: 3,
  upcasts: [
    ({ named, ...rest }) => ({ ...rest, name: named }),
    ({ name, ...rest }) => ({ ...rest, name: (name as string).slice(0, 200) }),
  ],
});
const ofVersion = (version: string, payload: object): RawRecord => {
  const record = throughTheLog(envelopeOf(renamed as unknown as MessageDefinition), create.example); // as the registry forgets it
  const headers = { ...record.headers, ce_dataschemaversion: version };
  return { ...record, headers, value: Buffer.from(JSON.stringify(payload)) };
};

describe('a message of an older version', () => {
  const { name: _, ...nameless } = create.example;

  test('comes as one of ours', () => {
    const long = 'x'.repeat(300);
    for (const old of [ofVersion('1', { ...nameless, named: long }), ofVersion('2', { ...nameless, name: long })]) {
      const message = decodeMessage(old);
      expect(message).toMatchObject({ schemaVersion: 3, payload: { name: 'x'.repeat(200) } });
      expect(message.payload).toBeInstanceOf(create.payload);
      expect(readAgain(message)).toEqual(message);
    }
  });

  test('is validated as one of ours', () => {
    expect(problemsOf(ofVersion('1', { ...nameless, named: '' })).join()).toMatch(/^name: /);
  });

  test('that cannot be brought to ours, or is too old, is no message of ours', () => {
    expect(problemsOf(ofVersion('2', nameless))).toEqual(['version 2 of specs.renamed cannot be brought to version 3']);
    expect(problemsOf(ofVersion('0', nameless))).toEqual([
      'version 0 of specs.renamed is not read here: known are 1 to 3',
    ]);
  });
});

describe('a message of a newer version', () => {
  test('is kept as it was sent, and read again when it can be', () => {
    const sent = { ...create.example, inventedLater: 1 };
    let unread: Message | undefined;
    try {
      decodeMessage(ofVersion('4', sent));
    } catch (error) {
      if (error instanceof NewerVersion) unread = error.unread;
    }
    expect(unread).toMatchObject({ schemaVersion: 4, payload: sent });
    const again = JSON.parse(JSON.stringify(unread)) as Message;
    expect(() => readAgain(again)).toThrow('version 4 of specs.renamed is not read here: known are 1 to 3');
    expect(readAgain({ ...again, schemaVersion: 3 })).toMatchObject({ schemaVersion: 3, payload: create.example });
  });
});

describe('what is no message of ours', () => {
  test.each(['ce_id', 'ce_type', 'ce_source', 'ce_accountid', 'ce_correlationid'])('has no header %s', (name) => {
    expect(problemsOf(withHeaders({ [name]: undefined })).join()).toMatch(/is missing|is not known/);
  });

  test.each([
    [{ ce_id: 'not-a-uuid' }, 'header ce_id is no UUID'],
    [{ ce_specversion: '0.3' }, 'header ce_specversion is not 1.0'],
    [{ ce_dataschemaversion: '9' }, 'version 9 of token.create is newer than version 1, the newest that is known here'],
    [{ ce_dataschemaversion: 'one' }, 'header ce_dataschemaversion is no whole number'],
    [{ ce_time: 'yesterday' }, 'header ce_time is no time'],
    [{ rollcall_deadline: '-1' }, 'header rollcall_deadline is no whole number'],
    [{ rollcall_replyto: 'rollcall.user.commands' }, 'header rollcall_replyto names no reply topic'],
    [{ rollcall_replyto: 'rollcall.replies./../x' }, 'header rollcall_replyto names no reply topic'],
    [{ ce_accountid: uuidv7() }, 'ce_accountid and the account of the payload differ'],
  ])('has a wrong header: %o', (headers, problem) => {
    expect(problemsOf(withHeaders(headers))).toContain(problem);
  });

  test.each([null, '', '{', '[]', 'null', '"text"', '\u0000'])('has a body that is no payload: %j', (text) => {
    expect(problemsOf({ ...sound(), value: text === null ? null : Buffer.from(text) })).toHaveLength(1);
  });

  test('names attributes and constraints, never values', () => {
    const value = Buffer.from(JSON.stringify({ ...example, digest: 'canary-secret', tokenId: 'canary-secret' }));
    const problems = problemsOf({ ...sound(), value }).join();
    expect(problems).toMatch(/digest/);
    expect(problems).toMatch(/tokenId/);
    expect(problems).not.toMatch(/canary/);
  });

  test('holds an address with half of a character, for which class-validator throws', () => {
    const invite = WorkspaceUserCommands.invite as unknown as MessageDefinition; // as the registry forgets it
    const record = throughTheLog(envelopeOf(invite), { ...invite.example, userName: '\ud83d@example.com' });
    expect(problemsOf(record)).toEqual(['the payload must hold whole characters only']);
  });

  test('is never an unforeseen error, whatever the bytes', () => {
    const headers = fc.dictionary(
      fc.constantFrom('ce_id', 'ce_type', 'ce_time', 'ce_source', 'rollcall_deadline', 'ce_dataschemaversion'),
      fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('token.create', '1')),
    );
    fc.assert(
      fc.property(headers, fc.option(fc.oneof(fc.json(), fc.string({ unit: 'binary' }))), (forged, value) => {
        const record = withHeaders(forged);
        // rethrows what is not Undecodable
        problemsOf({ ...record, value: value === null ? null : Buffer.from(value) });
      }),
    );
  });
});

import fc from 'fast-check';
import type { IHeaders } from 'kafkajs';
import { describe, expect, test } from 'vitest';
import { originalModule } from '../../../test/original-kafkajs.js';
import { decodeRecord, encodeRecord, type BatchContext, type RecordToEncode } from './record-codec.js';

const theirs = {
  encode: originalModule('kafkajs/src/protocol/recordBatch/record/v0') as (record: RecordToEncode) => {
    buffer: Buffer;
  },
  decode: originalModule('kafkajs/src/protocol/recordBatch/record/v0/decoder') as typeof decodeRecord,
  Decoder: originalModule('kafkajs/src/protocol/decoder') as new (buffer: Buffer) => {
    readVarIntBytes(): Buffer;
    buffer: Buffer;
    offset: number;
  },
};

const text = fc.string({ unit: 'binary', maxLength: 300 });
/** kafkajs' own encoder mistakes names that every object inherits, such as `valueOf`, for existing headers. */
const headerName = text.filter((name) => !(name in {}));
const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array));
const field = fc.oneof(text, bytes, fc.constant(null));
const header = fc.oneof(text, bytes, fc.array(fc.oneof(text, bytes), { minLength: 1, maxLength: 3 }));
const record = fc.record({
  offsetDelta: fc.nat(100_000),
  timestampDelta: fc.integer({ min: -5_000_000_000, max: 5_000_000_000 }),
  key: field,
  value: fc.oneof(field, fc.constant('x'.repeat(20_000))),
  headers: fc.dictionary(headerName, header, { maxKeys: 15 }),
});
const context: BatchContext = {
  firstOffset: '9007199254740000',
  firstTimestamp: '1790000000000',
  maxTimestamp: '1790000000999',
  magicByte: 2,
  timestampType: 0,
};

function bodyOf(encoded: Buffer) {
  return new theirs.Decoder(new theirs.Decoder(encoded).readVarIntBytes());
}

describe('a record', () => {
  test('is written byte for byte as kafkajs writes it', () => {
    fc.assert(
      fc.property(record, (each) => {
        expect(encodeRecord(each).buffer.toString('hex')).toBe(theirs.encode(each).buffer.toString('hex'));
      }),
    );
  });

  test('is read as kafkajs reads it, whoever set its time', () => {
    fc.assert(
      fc.property(record, fc.constantFrom(0, 1), (each, timestampType) => {
        const encoded = theirs.encode(each).buffer;
        const batch = { ...context, timestampType };
        expect(decodeRecord(bodyOf(encoded), batch)).toEqual(theirs.decode(bodyOf(encoded), batch));
      }),
    );
  });

  test.each(['__proto__', 'valueOf', 'constructor'])('keeps a header of any name, %s too', (name) => {
    const headers = Object.defineProperty({}, name, { value: 'x', enumerable: true }) as IHeaders;
    const read = decodeRecord(bodyOf(encodeRecord({ headers }).buffer), context);
    expect(Object.entries(read.headers)).toEqual([[name, Buffer.from('x')]]);
  });

  test('that ends too early is an error', () => {
    const { buffer } = encodeRecord({ key: 'k', value: 'v' });
    const cut = new theirs.Decoder(buffer.subarray(1, 4));
    expect(() => decodeRecord(cut, context)).toThrow(RangeError);
  });
});

test('the property compares with kafkajs itself: its reader stumbles over a header of a name that every object has', () => {
  const { buffer } = encodeRecord({ headers: { valueOf: 'x' } });
  expect(Object.entries(theirs.decode(bodyOf(buffer), context).headers)).not.toEqual([['valueOf', Buffer.from('x')]]);
});

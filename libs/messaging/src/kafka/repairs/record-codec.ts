import type { IHeaders } from 'kafkajs';

/** What kafkajs passes for each record of a produce request. Timestamps and offsets are relative to their batch. */
export interface RecordToEncode {
  readonly offsetDelta?: number;
  readonly timestampDelta?: number;
  readonly key?: Buffer | string | null;
  readonly value?: Buffer | string | null;
  readonly headers?: IHeaders;
}

/** The part of an encoder that kafkajs reads when it builds a batch. */
export interface EncodedRecord {
  readonly buf: Buffer;
  readonly buffer: Buffer;
}

/** What kafkajs knows of the batch that contains a record. */
export interface BatchContext {
  readonly firstOffset: string | bigint;
  readonly firstTimestamp: string | bigint;
  readonly maxTimestamp: string | bigint;
  readonly magicByte?: number;
  readonly isControlBatch?: boolean;
  readonly timestampType?: number;
}

const logAppendTime = 1;

/**
 * Encodes one record (Kafka protocol, record batch v2: varints, then key, value and headers). It computes the size
 * first, and then writes once into one buffer. kafkajs allocates an encoder of 512 bytes for the record and for each
 * header, and an array and a buffer for each number.
 */
export function encodeRecord({
  offsetDelta = 0,
  timestampDelta = 0,
  key,
  value,
  headers = {},
}: RecordToEncode): EncodedRecord {
  const pairs = pairsOf(headers);
  let body = 1 + varintSize(timestampDelta) + varintSize(offsetDelta) + fieldSize(key) + fieldSize(value);
  body += varintSize(pairs.length / 2);
  for (const part of pairs) body += fieldSize(part);
  const writer = new Writer(varintSize(body) + body);
  writer.varint(body);
  writer.byte(0); // attributes: unused
  writer.varint(timestampDelta);
  writer.varint(offsetDelta);
  writer.field(key);
  writer.field(value);
  writer.varint(pairs.length / 2);
  for (const part of pairs) writer.field(part);
  return { buf: writer.buffer, buffer: writer.buffer };
}

/** Names and values in turn; a name with several values is repeated. */
function pairsOf(headers: IHeaders): (Buffer | string | undefined)[] {
  const pairs: (Buffer | string | undefined)[] = [];
  for (const [name, value] of Object.entries(headers)) {
    if (Array.isArray(value)) for (const each of value) pairs.push(name, each);
    else pairs.push(name, value);
  }
  return pairs;
}

type Field = Buffer | string | null | undefined;

function lengthOf(field: Buffer | string): number {
  return typeof field === 'string' ? Buffer.byteLength(field) : field.length;
}

function fieldSize(field: Field): number {
  if (field === null || field === undefined) return 1; // null, as length -1
  const length = lengthOf(field);
  return varintSize(length) + length;
}

/** The size of a number as a zigzag varint. Deltas and lengths are far below 2^31; a timestamp may be larger. */
function varintSize(value: number): number {
  let rest = zigzag(value);
  let bytes = 1;
  while (rest >= 0x80) {
    rest = Math.floor(rest / 0x80);
    bytes += 1;
  }
  return bytes;
}

const zigzag = (value: number) => (value >= 0 ? value * 2 : -value * 2 - 1);

class Writer {
  readonly buffer: Buffer;
  private at = 0;

  constructor(size: number) {
    this.buffer = Buffer.allocUnsafe(size);
  }

  byte(value: number): void {
    this.buffer[this.at++] = value;
  }

  varint(value: number): void {
    let rest = zigzag(value);
    while (rest >= 0x80) {
      this.buffer[this.at++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.buffer[this.at++] = rest;
  }

  field(value: Field): void {
    if (value === null || value === undefined) return this.varint(-1);
    this.varint(lengthOf(value));
    this.at += typeof value === 'string' ? this.buffer.write(value, this.at) : value.copy(this.buffer, this.at);
  }
}

/** kafkajs' decoder, at the beginning of a record's body. */
interface RecordDecoder {
  readonly buffer: Buffer;
  readonly offset: number;
}

/**
 * Decodes one record of a fetched batch into the form that kafkajs passes to consumers, in one pass and without BigInt.
 */
export function decodeRecord({ buffer, offset: start }: RecordDecoder, context: BatchContext) {
  const reader = new Reader(buffer, start);
  const attributes = reader.byte();
  const timestampDelta = reader.varint();
  const offsetDelta = reader.varint();
  const { firstOffset, firstTimestamp, maxTimestamp, magicByte, isControlBatch = false, timestampType } = context;
  const appended = timestampType === logAppendTime && Number(maxTimestamp) > 0;
  return {
    magicByte,
    attributes,
    timestamp: appended ? String(maxTimestamp) : sum(firstTimestamp, timestampDelta),
    offset: sum(firstOffset, offsetDelta),
    key: reader.bytes(),
    value: reader.bytes(),
    headers: reader.headers(),
    isControlRecord: isControlBatch,
    batchContext: context,
  };
}

/** Offsets are 64-bit, and may exceed a number's safe range in theory. */
function sum(base: string | bigint, delta: number): string {
  const total = Number(base) + delta;
  return Number.isSafeInteger(total) ? String(total) : String(BigInt(base) + BigInt(delta));
}

class Reader {
  constructor(
    private readonly buffer: Buffer,
    private at: number,
  ) {}

  byte(): number {
    return this.buffer.readInt8(this.at++);
  }

  varint(): number {
    let value = 0;
    let factor = 1;
    for (;;) {
      const byte = this.buffer[this.at++];
      if (byte === undefined) throw new RangeError('a record ends within a number');
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) break;
      factor *= 0x80;
    }
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  bytes(): Buffer | null {
    const length = this.varint();
    if (length < 0) return null;
    this.at += length;
    return this.buffer.subarray(this.at - length, this.at);
  }

  headers(): IHeaders {
    const headers: IHeaders = {};
    for (let left = this.varint(); left > 0; left -= 1) {
      const name = this.text();
      const value = this.bytes() as Buffer; // kafkajs passes a missing value as null too
      const before = Object.hasOwn(headers, name) ? headers[name] : undefined;
      if (before === undefined) define(headers, name, value);
      else headers[name] = Array.isArray(before) ? [...before, value] : [before, value];
    }
    return headers;
  }

  private text(): string {
    const length = this.varint();
    this.at += length;
    return this.buffer.toString('utf8', this.at - length, this.at);
  }
}

/** Defines a header under any name, even `__proto__`. */
function define(headers: IHeaders, name: string, value: Buffer): void {
  if (name === '__proto__')
    Object.defineProperty(headers, name, { value, enumerable: true, configurable: true, writable: true });
  else headers[name] = value;
}

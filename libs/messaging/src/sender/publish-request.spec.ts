import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { OutgoingRecord } from '../ports/event-publisher.js';
import { bytesOf, chunksOf, PublishRequest, perTopic, type Item } from './publish-request.js';
import { SendFailed } from './send-errors.js';

const record = (value: string | null, topic = 'topic'): OutgoingRecord => ({ topic, key: 'k', headers: {}, value });
const requestOf = (records: readonly OutgoingRecord[]) => new PublishRequest(records, 0, 60_000);
function itemsOf(values: readonly string[]): Item[] {
  const request = requestOf([]);
  request.succeed(); // ends its timer
  return values.map((value) => ({ record: record(value), request }));
}

describe('the size of a record', () => {
  test('counts bytes, not characters', () => {
    expect(bytesOf(record('日本語')) - bytesOf(record(''))).toBe(9);
  });

  test('counts names and texts of headers', () => {
    const bare = record('x');
    const grown = bytesOf({ ...bare, headers: { ce_id: 'ü'.repeat(50) } }) - bytesOf(bare);
    expect(grown).toBeGreaterThanOrEqual('ce_id'.length + 100);
  });

  test('counts a tombstone', () => {
    expect(bytesOf(record(null))).toBe(bytesOf(record('')));
  });
});

describe('cutting into chunks', () => {
  const anyValues = fc.array(fc.string({ unit: 'grapheme', maxLength: 300 }), { maxLength: 60 });

  test('keeps every item, in order', () => {
    fc.assert(
      fc.property(anyValues, fc.integer({ min: 1, max: 2_000 }), (values, maxBytes) => {
        const items = itemsOf(values);
        expect(chunksOf(items, maxBytes).flat()).toEqual(items);
      }),
    );
  });

  test('exceeds the limit only with a single item that is larger by itself', () => {
    fc.assert(
      fc.property(anyValues, fc.integer({ min: 1, max: 2_000 }), (values, maxBytes) => {
        for (const chunk of chunksOf(itemsOf(values), maxBytes)) {
          const bytes = chunk.reduce((sum, { record }) => sum + bytesOf(record), 0);
          expect(chunk.length === 1 || bytes <= maxBytes).toBe(true);
        }
      }),
    );
  });

  test('wastes no request: two neighbours together never fit', () => {
    fc.assert(
      fc.property(anyValues, (values) => {
        const chunks = chunksOf(itemsOf(values), 1_000);
        const size = (chunk: Item[]) => chunk.reduce((sum, { record }) => sum + bytesOf(record), 0);
        for (const [at, chunk] of chunks.slice(1).entries()) {
          const first = chunk[0];
          expect(size(chunks[at] ?? []) + (first ? bytesOf(first.record) : 0)).toBeGreaterThan(1_000);
        }
      }),
    );
  });
});

test('grouping by topic keeps the order within each', () => {
  const items = itemsOf(['1', '2', '3', '4']).map(({ request, record }, at) => ({
    request,
    record: { ...record, topic: at % 2 ? 'odd' : 'even' },
  }));
  const groups = [...perTopic(items)].map(([topic, same]) => [topic, same.map(({ record }) => record.value)]);
  expect(groups).toEqual([
    ['even', ['1', '3']],
    ['odd', ['2', '4']],
  ]);
});

describe('a parcel', () => {
  test('tells at its deadline that nothing of it was sent', async () => {
    const request = new PublishRequest([record('x')], 1, 5);
    await expect(request.promise).rejects.toMatchObject({ name: 'SendFailed', mayBeOnTheLog: false });
  });

  test('tells at its deadline that it may be on the log', async () => {
    const request = new PublishRequest([record('x')], 1, 5);
    request.mayBeOnTheLog = true;
    await expect(request.promise).rejects.toMatchObject({ mayBeOnTheLog: true });
  });

  test('is settled once: what comes later changes nothing', async () => {
    const request = requestOf([record('x')]);
    request.succeed();
    request.fail(new SendFailed(true));
    await expect(request.promise).resolves.toBeUndefined();
  });
});

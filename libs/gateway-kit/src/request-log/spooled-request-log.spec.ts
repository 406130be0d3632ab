import { mkdirSync, mkdtempSync, readdirSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OutgoingBytes, OutgoingRecord } from '@rollcall/messaging';
import { v7 as uuidv7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Spool } from '../request-spool/spool.js';
import { SpooledRequestLog } from './spooled-request-log.js';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'log-specs-'));
});
afterEach(() => rmSync(root, { recursive: true }));

/** A log whose broker is there when the spec says so. */
function setUp({ isStrict = false, maxBytes = 1_000_000 } = {}) {
  const broker = { isAway: false, tries: 0, taken: [] as string[] };
  const publish = (records: readonly (OutgoingRecord | OutgoingBytes)[]): Promise<void> => {
    broker.tries += 1;
    if (broker.isAway) return Promise.reject(new Error('the broker is away'));
    broker.taken.push(...records.map(({ key }) => String(key)));
    return Promise.resolve();
  };
  const bootId = uuidv7();
  const folder = join(root, bootId);
  mkdirSync(folder);
  const spool = new Spool({ folder, bootId, maxBytes, onFailure: (error) => expect.unreachable(String(error)) });
  const log = new SpooledRequestLog({
    spool,
    publisher: { publish },
    encode: (entry) => {
      const key = entry.kind === 'record' ? `${entry.number}` : `${entry.from}-${entry.to}: ${entry.requests}`;
      return { topic: 't', key, headers: {}, value: '' };
    },
    isStrict,
    onFailure: () => undefined,
    pace: { lingerMs: 1, apartMs: 1 },
    retryAfterMs: 5,
    closingMs: 20,
  });
  const answer = (count: number) => {
    for (let at = 0; at < count; at += 1) {
      log.answering();
      log.write({ requestId: `r${at}` }, '00-1-2-01');
    }
  };
  return { broker, folder, spool, log, answer };
}

const fromOne = (count: number) => Array.from({ length: count }, (_, at) => `${at + 1}`);

describe('a request log over a spool', () => {
  it('sends everything in its order when the broker is there again', async () => {
    const { broker, log, answer } = setUp();
    broker.isAway = true;
    answer(700);
    await expect.poll(() => broker.tries).toBeGreaterThan(2);
    expect(broker.taken).toEqual([]);
    broker.isAway = false;
    answer(10);
    await expect.poll(() => broker.taken.length).toBe(710);
    expect(broker.taken).toEqual(fromOne(710));
    await log.close();
  });

  it('sends at its end what waits, and leaves it where the broker is away', async () => {
    const there = setUp();
    there.answer(3);
    await there.log.close();
    expect([there.broker.taken, there.spool.close()]).toEqual([fromOne(3), true]);

    const away = setUp();
    away.broker.isAway = true;
    away.answer(3);
    await away.log.close();
    expect([away.spool.waiting, away.spool.close()]).toEqual([3, false]);
  });

  it.each([
    ['is gone', (path: string) => rmSync(path)],
    ['is empty', (path: string) => truncateSync(path)],
  ])('tells of the records whose file %s, and sends what follows', async (_, damage) => {
    const { broker, folder, log, answer } = setUp({ maxBytes: 80_000 });
    broker.isAway = true;
    answer(500);
    const [, , , fourth = ''] = readdirSync(folder)
      .filter((name) => name.endsWith('.log'))
      .sort();
    damage(join(folder, fourth));
    broker.isAway = false;
    await expect.poll(() => broker.taken.at(-1)).toBe('500');
    expect(broker.taken.filter((key) => key.includes(':'))).toEqual([expect.stringMatching(/^\d+-\d+: \d+$/)]);
    await log.close();
  });

  it.each([
    [false, false],
    [true, true],
  ])(
    'that is strict (%s) refuses writes while there is no room (%s), and takes them again',
    async (isStrict, refuses) => {
      const { broker, log, answer } = setUp({ isStrict, maxBytes: 4_000 });
      expect(log.refusesWrites).toBe(false);
      broker.isAway = true;
      answer(100);
      expect(log.refusesWrites).toBe(refuses);
      broker.isAway = false;
      await expect.poll(() => log.refusesWrites || broker.taken.length === 0).toBe(false);
      await log.close();
      expect(broker.taken.at(-1)).toMatch(/^\d+-100: \d+$/);
    },
  );
});

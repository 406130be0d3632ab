import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { v7 as uuidv7 } from 'uuid';
import { segmentsOfEndedRuns } from './earlier-runs.js';
import { makeRunFolder, takeEndedRuns } from './run-folder.js';
import type { Segment } from './segment.js';
import { Spool, type SpoolOptions } from './spool.js';
import { firstNumberOf, lastNumberOf, requestsOf, type Spooled } from './spooled-line.js';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'spool-specs-'));
});
afterEach(() => rmSync(root, { recursive: true }));

const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const record = (text: string, requests = 1) => {
  const value = JSON.stringify({ text, lines: 'a\nb c' });
  return { requests, time: 1_000, traceparent, requestId: 'r', accountId: 'a', value };
};

/** A run in a folder of its own, which answers requests and is killed when nothing more is said. */
function run(options: Partial<SpoolOptions> = {}) {
  const bootId = uuidv7();
  const folder = join(root, bootId);
  mkdirSync(folder);
  const missed: number[] = [];
  const spool = new Spool({
    folder,
    bootId,
    maxBytes: 8_000_000,
    onFailure: (error) => {
      throw error as Error;
    },
    onMissed: (requests) => void missed.push(requests),
    now: () => 2_000,
    ...options,
  });
  const answer = (count: number, of = (at: number) => `${at}`) => {
    for (let at = 0; at < count; at += 1) {
      spool.countRequest();
      spool.append(record(of(at)));
    }
  };
  return { spool, folder, bootId, missed, answer };
}

/** The paths of a run's segments, oldest first. */
const segmentsIn = (folder: string) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.log'))
    .sort()
    .map((name) => join(folder, name));

const long = () => 'x'.repeat(1_000);

/** Sends so many entries, or all, as the log does; what was sent. */
async function send(spool: Spool, most = Infinity): Promise<Spooled[]> {
  const sent: Spooled[] = [];
  for (let segment = spool.oldest(); segment && sent.length < most; segment = spool.oldest()) {
    const entries = (await segment.entries()).slice(0, most - sent.length);
    spool.sent(segment, entries);
    sent.push(...entries);
  }
  return sent;
}

async function foundIn(segments: readonly Segment[]): Promise<Spooled[]> {
  return (await Promise.all(segments.map((segment) => segment.entries()))).flat();
}

const recovered = async (folder: string) => foundIn(await segmentsOfEndedRuns([folder], () => undefined));

const numbersOf = (entries: readonly Spooled[]) =>
  entries.map((entry) => (entry.kind === 'record' ? entry.number : [entry.from, entry.to, entry.requests]));

/** Each number that entries tell of. */
const numbersIn = (entries: readonly Spooled[]) =>
  entries.flatMap((entry) => {
    const [from, to] = [firstNumberOf(entry), lastNumberOf(entry)];
    return Array.from({ length: to - from + 1 }, (_, at) => from + at);
  });

describe('the spool of a run', () => {
  it('gives records back in their order, as they were, and keeps nothing of what was sent', async () => {
    const { spool, answer, folder } = run({ maxBytes: 80_000 });
    answer(50, long);
    const sent = await send(spool);
    expect(numbersOf(sent)).toEqual(Array.from({ length: 50 }, (_, at) => at + 1));
    expect(sent[0]).toMatchObject({ kind: 'record', number: 1, ...record(long()) });
    expect([spool.waiting, spool.isFull]).toEqual([0, false]);
    expect(spool.bytes).toBeLessThan(11_000);
    expect(readdirSync(folder).filter((name) => name.endsWith('.log'))).toHaveLength(1);
  });

  it('can be read by nobody else', () => {
    const { folder, answer } = run();
    answer(1);
    for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o077).toBe(0);
  });

  it('tells exactly which records had no room, in one entry, once there is room again', async () => {
    const { spool, answer, missed } = run({ maxBytes: 40_000 });
    expect(spool.hasRoom).toBe(true);
    answer(32, long); // the records of what is under way have a place still
    expect([spool.hasRoom, spool.isFull]).toEqual([false, false]);
    answer(68, long);
    expect(spool.isFull).toBe(true);
    const kept = await send(spool, 30);
    expect(spool.isFull).toBe(false);
    answer(3);
    const all = [...kept, ...(await send(spool))];
    const gaps = all.filter(({ kind }) => kind === 'gap');
    expect(gaps).toHaveLength(1);
    expect(requestsOf(gaps)).toBe(missed.length);
    expect(requestsOf(all)).toBe(103);
    expect(numbersOf(all.slice(-4))).toEqual([[100 - missed.length + 1, 100, missed.length], 101, 102, 103]);
  });

  it('goes on where the disk is full, without half a record, and counts', async () => {
    let fails = false;
    const { spool, answer, folder } = run({ onFailure: () => (fails = true) });
    answer(2);
    rmSync(folder, { recursive: true }); // what is open can be written still; a new segment cannot be made
    answer(1_200, long);
    expect([fails, spool.isFull]).toEqual([true, true]);
    mkdirSync(folder);
    answer(1);
    expect(spool.isFull).toBe(false);
    expect(spool.waiting).toBeGreaterThan(900);
  });

  it('writes on at the end of its file where half a line was cut off', () => {
    const { answer, folder } = run();
    const [path = ''] = segmentsIn(folder);
    answer(1);
    truncateSync(path, 0);
    answer(1);
    expect(readFileSync(path, 'utf8')).toMatch(/^record 2 /);
  });
});

describe('a segment that was damaged', () => {
  const damages: [string, (path: string) => void, number][] = [
    ['whose file is gone', (path) => rmSync(path), 10],
    ['that has lost its end', (path) => truncateSync(path, 3_500), 8],
    ['whose lines cannot be read', (path) => writeFileSync(path, Buffer.alloc(5_000)), 10],
  ];

  it.each(damages)('%s: its run tells of what is missing, and goes on with the next', async (_, damage, most) => {
    const { spool, answer, folder, missed } = run({ maxBytes: 80_000 });
    answer(50, long); // the fourth is in no memory
    const damaged = segmentsIn(folder)[3] ?? '';
    damage(damaged);
    const sent = await send(spool);
    expect(spool.waiting).toBe(0);
    const gaps = sent.filter(({ kind }) => kind === 'gap');
    expect(gaps).toHaveLength(1);
    expect(requestsOf(gaps)).toBeLessThanOrEqual(most);
    expect(missed).toEqual([requestsOf(gaps)]);
    expect(requestsOf(sent)).toBe(50);
    expect(numbersIn(sent)).toEqual(Array.from({ length: 50 }, (_each, at) => at + 1));
  });

  it.each(damages)('%s: so does the run after its own', async (_, damage) => {
    const first = run({ maxBytes: 80_000 });
    first.answer(50, long);
    await send(first.spool, 13);
    const missed: number[] = [];
    const earlier = await segmentsOfEndedRuns([first.folder], (requests) => void missed.push(requests));
    damage(segmentsIn(first.folder)[1] ?? '');
    const next = run({ earlier });
    next.answer(1);
    const sent = await send(next.spool);
    expect([requestsOf(sent), requestsOf(sent.filter(({ kind }) => kind === 'gap'))]).toEqual([38, missed[0]]);
    expect(missed).toHaveLength(1);
    expect(numbersIn(sent.slice(0, -1))).toEqual(Array.from({ length: 37 }, (_each, at) => at + 14));
    expect(next.spool.close()).toBe(true);
    expect(readdirSync(root)).toEqual([next.bootId]);
  });
});

describe('a run that was killed', () => {
  it('has left all its records', async () => {
    const { answer, folder } = run({ maxBytes: 80_000 });
    answer(30, long);
    expect(numbersOf(await recovered(folder))).toEqual(Array.from({ length: 30 }, (_, at) => at + 1));
  });

  it('has left those that were not sent', async () => {
    const { spool, answer, folder } = run({ maxBytes: 80_000 });
    answer(30, long);
    await send(spool, 25);
    expect(numbersOf(await recovered(folder))).toEqual([26, 27, 28, 29, 30]);
  });

  it('has counted requests whose records never came: as many are missed, under the next number', async () => {
    const { spool, answer, folder } = run();
    answer(3);
    for (let at = 0; at < 5; at += 1) spool.countRequest();
    const [gap] = (await recovered(folder)).slice(-1);
    expect(gap).toMatchObject({ kind: 'gap', from: 4, to: 4, requests: 5, since: 1_000 });
  });

  it('had lost some for want of room before: all are in one gap', async () => {
    const { spool, answer, folder, missed } = run({ maxBytes: 20_000 });
    answer(50, long);
    spool.countRequest();
    const all = await recovered(folder);
    expect(numbersOf(all.slice(-1))).toEqual([[50 - missed.length + 1, 50, missed.length + 1]]);
    expect(requestsOf(all)).toBe(51);
  });

  it('misses nothing where what it had written stood for several', async () => {
    const { spool, folder } = run();
    for (let at = 0; at < 7; at += 1) spool.countRequest();
    spool.append(record('flood', 7));
    expect(numbersOf(await recovered(folder))).toEqual([1]);
  });

  it('has half a line: it is missed, and what follows stands in a line of its own', async () => {
    const { answer, folder } = run();
    answer(2);
    const [segment = ''] = readdirSync(folder).filter((name) => name.endsWith('.log'));
    appendFileSync(join(folder, segment), 'record 3 1 1000 00-');
    writeFileSync(join(folder, 'counts'), countsOf(3, 3, 0));
    expect(numbersOf(await recovered(folder))).toEqual([1, 2, [3, 3, 1]]);
  });

  it('is told of the same way when the next run is killed before it has sent anything', async () => {
    const { spool, answer, folder } = run();
    answer(3);
    spool.countRequest();
    const once = await recovered(folder);
    expect(await recovered(folder)).toEqual(once);
    expect(requestsOf(once)).toBe(4);
  });

  it('had taken what another has left, before it had a segment of its own: nothing of that is lost', async () => {
    const first = run();
    first.answer(3);
    const second = await makeRunFolder(root, uuidv7());
    await takeEndedRuns(root, second);
    await second.close(false);
    const third = await makeRunFolder(root, uuidv7());
    const found = await segmentsOfEndedRuns(await takeEndedRuns(root, third), () => expect.unreachable());
    expect(numbersOf(await foundIn(found))).toEqual([1, 2, 3]);
    for (const segment of found) segment.remove();
    await third.close(true);
    expect(readdirSync(root)).toEqual([]);
  });

  it('comes before what the next run records, and leaves nothing behind', async () => {
    const first = run();
    first.answer(3);
    const next = run({ earlier: await segmentsOfEndedRuns([first.folder], () => undefined) });
    next.answer(2);
    const bootIds: string[] = [];
    for (let segment = next.spool.oldest(); segment; segment = next.spool.oldest()) {
      bootIds.push(segment.bootId);
      next.spool.sent(segment, [...(await segment.entries())]);
    }
    expect(bootIds).toEqual([first.bootId, next.bootId]);
    expect(next.spool.close()).toBe(true);
    await expect.poll(() => readdirSync(root)).toEqual([next.bootId]);
  });
});

function countsOf(...numbers: readonly number[]): Buffer {
  const bytes = Buffer.alloc(24);
  for (const [at, number] of numbers.entries()) bytes.writeDoubleLE(number, at * 8);
  return bytes;
}

import { appendFile, readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { gapIn, type Seen } from './gap.js';
import { removeRun } from './run-folder.js';
import { RunCounts, type Counts } from './run-counts.js';
import { Segment, segmentNameOf, type SegmentName } from './segment.js';
import { countsFile } from './spool.js';
import { entriesIn, lastNumberOf, lineOf, timeOf } from './spooled-line.js';

/**
 * What runs that have ended have left to be sent, oldest first. Where a run has counted more requests than its entries tell of, because
 * the process was killed in between or a line is not whole, the rest becomes a gap in its files, once.
 * @param folders of the runs, oldest first; each is removed when all of it is sent
 * @param onMissed called with how many requests no record will tell of
 */
export async function segmentsOfEndedRuns(
  folders: readonly string[],
  onMissed: (requests: number) => void,
): Promise<Segment[]> {
  const found: Segment[] = [];
  for (const folder of folders) found.push(...(await segmentsOf(folder, onMissed)));
  return found;
}

async function segmentsOf(folder: string, onMissed: (requests: number) => void): Promise<Segment[]> {
  const bootId = basename(folder);
  const counts = await countsOf(folder);
  const files = await filesOf(folder);
  if (!counts || files.length === 0) {
    removeRun(folder);
    return [];
  }
  const segments: Segment[] = [];
  let seen: Seen = { number: counts.sent, time: beginningOf(bootId) };
  for (const [at, { path, name }] of files.entries()) {
    const entries = entriesIn(await readFile(path, 'utf8'));
    const next = files[at + 1];
    const requests = (next?.name.requestsBefore ?? counts.requests) - name.requestsBefore;
    const until = next ? undefined : { number: counts.numbers, time: counts.at };
    const gap = gapIn(entries, { requests, seen, until });
    if (gap) {
      entries.push(gap);
      onMissed(gap.requests);
      await appendFile(path, `\n${lineOf(gap)}`); // what is not whole in front of it ends with its line
    }
    const waiting = entries.filter((entry) => lastNumberOf(entry) > counts.sent);
    const { size: bytes } = await stat(path);
    const onRemoved = next ? undefined : () => removeRun(folder);
    const before = { number: Math.max(seen.number, counts.sent), time: seen.time };
    segments.push(
      Segment.found({ bootId, path, bytes, onMissed, onRemoved }, { entries: waiting, sent: counts.sent, before }),
    );
    const last = entries.at(-1);
    if (last) seen = { number: lastNumberOf(last), time: timeOf(last) };
  }
  return segments;
}

async function filesOf(folder: string): Promise<{ readonly path: string; readonly name: SegmentName }[]> {
  return (await readdir(folder)).sort().flatMap((fileName) => {
    const name = segmentNameOf(fileName);
    return name ? [{ path: join(folder, fileName), name }] : [];
  });
}

interface CountsOfEndedRun extends Counts {
  /** When a request was counted last. */
  readonly at: number;
}

async function countsOf(folder: string): Promise<CountsOfEndedRun | undefined> {
  const path = join(folder, countsFile);
  try {
    return { ...RunCounts.read(path), at: (await stat(path)).mtimeMs };
  } catch {
    return undefined; // the run ended before it had begun
  }
}

/** The moment that a UUIDv7 holds, in epoch milliseconds (RFC 9562 §5.7). */
const beginningOf = (bootId: string) => Number.parseInt(bootId.replaceAll('-', '').slice(0, 12), 16);

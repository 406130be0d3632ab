import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Where secrets belong, or where no word of ours is written. */
const leftOut = new Set(['secrets.json', 'compile-cache']);

/**
 * Files under `folder` (segments of topics, tables and their log, logs of services) in which one of the secrets stands as it is.
 * Nothing of ours compresses. The servers may go on meanwhile: a file that they take away is one in which nothing stands any more.
 */
export async function leaks(folder: string, secrets: readonly string[]): Promise<string[]> {
  const needles = secrets.map((secret) => Buffer.from(secret));
  const found: string[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (leftOut.has(entry.name)) continue;
    if (entry.isDirectory()) found.push(...((await unlessGone(leaks(path, secrets))) ?? []));
    else if (entry.isFile() && (await unlessGone(holds(path, needles)))) found.push(path);
  }
  return found;
}

async function holds(path: string, needles: readonly Buffer[]): Promise<boolean> {
  const longest = Math.max(...needles.map(({ length }) => length));
  let before = Buffer.alloc(0);
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    const text = Buffer.concat([before, chunk as Buffer]); // without an encoding, chunks are buffers
    if (needles.some((needle) => text.includes(needle))) return true;
    before = text.subarray(Math.max(0, text.length - longest + 1));
  }
  return false;
}

async function unlessGone<Answer>(reading: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

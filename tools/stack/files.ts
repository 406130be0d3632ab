import { readFile, rename, writeFile } from 'node:fs/promises';

/**
 * Writes a file atomically, readable for this user alone (0600): a reader sees the old content or the new, never a
 * part.
 */
export async function writeWhole(file: string, value: unknown): Promise<void> {
  const draft = `${file}.${process.pid}.draft`;
  await writeFile(draft, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  await rename(draft, file);
}

/** Undefined where the file is not there. */
export async function readWhole<T>(file: string): Promise<T | undefined> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  return text === undefined ? undefined : (JSON.parse(text) as T);
}

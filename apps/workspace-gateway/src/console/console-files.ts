import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';

/** A file of the console with its forms: as it is, and compressed where that was prepared. */
export interface ConsoleFile {
  readonly type: string;
  readonly etag: string;
  /** Its name has a digest of its content: browsers may keep it for ever. */
  readonly isImmutable: boolean;
  readonly plain: Buffer;
  readonly br?: Buffer;
  readonly gzip?: Buffer;
}

/** The files of the console by their paths from `/console/`. */
export type ConsoleFiles = ReadonlyMap<string, ConsoleFile>;

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/**
 * Reads all files of the built console, so that no address ever reaches the disk.
 * @param directory what `vite build` wrote
 * @returns no files where the directory is not there
 * @throws Error where the directory has a kind of file whose media type is not known
 */
export function readConsoleFiles(directory: string): ConsoleFiles {
  const all = new Map(listFiles(directory).map((path) => [path, readFileSync(join(directory, path))]));
  const files = new Map<string, ConsoleFile>();
  for (const [path, plain] of all) {
    if (/\.(?:br|gz)$/.test(path) || path.startsWith('.vite/')) continue;
    const type = types[extname(path)];
    if (type === undefined) throw new Error(`the console has a file of an unknown type: ${path}`);
    const [br, gzip] = [all.get(`${path}.br`), all.get(`${path}.gz`)];
    files.set(path, {
      type,
      etag: createHash('sha256').update(plain).digest('base64url').slice(0, 22),
      isImmutable: path.startsWith('assets/'),
      plain,
      ...(br ? { br } : {}),
      ...(gzip ? { gzip } : {}),
    });
  }
  return files;
}

function listFiles(directory: string): string[] {
  try {
    return readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(directory, join(entry.parentPath, entry.name)).split(sep).join('/'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

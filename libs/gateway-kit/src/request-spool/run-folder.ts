import { existsSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, stat, symlink } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join, relative, resolve as resolvePath } from 'node:path';
import { isUuid } from '@rollcall/contracts';
import { isCode } from './error-code.js';

/** The longest path that a socket can have, with its end, on every system (sockaddr_un). */
const longestSocketPath = 103;
const socketName = 'alive';

/** The folder of one run, below that of all runs; no other user of the machine may look into it. */
export interface RunFolder {
  readonly bootId: string;
  readonly path: string;
  /** Leaves it to the next run, or removes it where nothing is left in it. */
  close(isEmpty: boolean): Promise<void>;
}

/**
 * Makes the folder of a new run. While the process lives, a socket in it says so: the system closes it with the process, however
 * that ends, and it tells the same to processes of other containers. It is there before the folder has its name, so that no run is
 * taken for dead before it has begun.
 * @throws Error where the folder cannot be made, or belongs to another user
 */
export async function makeRunFolder(root: string, bootId: string): Promise<RunFolder> {
  await mkdir(root, { recursive: true, mode: 0o700 });
  await assertOurs(root);
  const unborn = join(root, `.${bootId}`);
  await mkdir(unborn, { mode: 0o700 });
  const socket = await atSocket(unborn, listening);
  const path = join(root, bootId);
  await rename(unborn, path);
  return {
    bootId,
    path,
    close: async (isEmpty) => {
      if (isEmpty) removeRun(path);
      await new Promise((resolve) => socket.close(resolve));
    },
  };
}

/**
 * Takes the folders of all runs that have ended, by moving them into ours: of several who want one, one gets it, and should we end
 * before what is in it is sent, the next run finds it with ours. What those had taken comes to lie beside them: one deeper with each
 * restart, paths would become too long.
 * @returns their paths, oldest first
 */
export async function takeEndedRuns(root: string, ours: RunFolder): Promise<string[]> {
  const names = (await readdir(root)).filter((name) => isUuid(name) && name !== ours.bootId);
  const taken: string[] = [];
  for (const name of names) {
    if (await isAlive(join(root, name))) continue;
    const path = join(ours.path, name);
    if (await moved(join(root, name), path)) taken.push(path, ...(await takenOut(path, ours.path)));
  }
  return taken.sort();
}

/** Moves the runs in a folder of a run, and those in them, to where it lies. */
async function takenOut(folder: string, to: string): Promise<string[]> {
  const taken: string[] = [];
  for (const name of await runsIn(folder)) {
    const path = join(to, name);
    if (await moved(join(folder, name), path)) taken.push(path, ...(await takenOut(path, to)));
  }
  return taken;
}

async function runsIn(folder: string): Promise<string[]> {
  const inside = await readdir(folder, { withFileTypes: true });
  return inside.filter((each) => each.isDirectory() && isUuid(each.name)).map(({ name }) => name);
}

/**
 * Removes the files of a run, and its folder unless others lie in it: those are for the next run.
 * @throws Error where the system does not do it
 */
export function removeRun(folder: string): void {
  try {
    for (const each of readdirSync(folder, { withFileTypes: true }))
      if (!each.isDirectory()) rmSync(join(folder, each.name), { force: true });
    rmdirSync(folder);
  } catch (error) {
    if (!isCode(error, 'ENOTEMPTY') && !isCode(error, 'ENOENT')) throw error;
  }
}

async function moved(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if (isCode(error, 'ENOENT')) return false; // another one has it
    throw error;
  }
}

function isAlive(folder: string): Promise<boolean> {
  return atSocket(folder, answers);
}

/** Whatever is unclear counts as alive: its folder is left alone. */
function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    const settle = (alive: boolean) => {
      socket.destroy();
      resolve(alive);
    };
    socket.once('connect', () => settle(true));
    socket.once('error', (error) => settle(!isCode(error, 'ECONNREFUSED') && !isCode(error, 'ENOENT')));
  });
}

function listening(path: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', reject);
    server.listen(path, () => resolve(server.unref()));
  });
}

/** A folder that others can write to could be exchanged by them. */
async function assertOurs(root: string): Promise<void> {
  const { uid, mode } = await stat(root);
  const isOurs = process.getuid === undefined || uid === process.getuid();
  if (!isOurs || (mode & 0o022) !== 0)
    throw new Error(
      `REQUEST_SPOOL_DIR ${root} must belong to the user of this process, and nobody else may write to it`,
    );
}

/**
 * Uses the path of a folder's socket: relative where that is shorter, and where both are too long for a socket, through a link in a
 * folder with a short path. The socket is in the folder all the same.
 * @throws Error where there is no short path either
 */
async function atSocket<Result>(folder: string, use: (path: string) => Promise<Result>): Promise<Result> {
  const path = join(folder, socketName);
  const fromHere = relative(process.cwd(), path);
  const shorter = fromHere.length < path.length ? fromHere : path;
  if (Buffer.byteLength(shorter) <= longestSocketPath) return use(shorter);
  const short = await mkdtemp(join(shortFolder(), 'rollcall-')).catch((error: unknown) => {
    const detail = `${path} may have ${longestSocketPath} bytes, and there is no shorter way`;
    throw new Error(`REQUEST_SPOOL_DIR is too long: ${detail}`, { cause: error });
  });
  try {
    const link = join(short, 'run');
    await symlink(resolvePath(folder), link);
    return await use(join(link, socketName));
  } finally {
    await rm(short, { recursive: true, force: true });
  }
}

/** `TMPDIR` may be long itself. */
function shortFolder(): string {
  const usual = '/tmp';
  return tmpdir().length > usual.length && existsSync(usual) ? usual : tmpdir();
}

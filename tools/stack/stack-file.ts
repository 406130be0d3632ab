import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { exists } from '@rollcall/local-servers';
import { readWhole, writeWhole } from './files.ts';

export interface RunningPart {
  readonly name: string;
  /** The URL of a service's internal port (health, metrics). */
  readonly url: string;
  /** The pid on this machine; for containers, the pid on the engine's host. */
  readonly pid?: number;
  /** The name of its container, if it runs in one. */
  readonly container?: string;
  /** For SCIM gateways: where identity providers send their requests. */
  readonly scimUrl?: string;
  /** For workspace gateways: the URL of the product's API. */
  readonly workspaceUrl?: string;
}

/** The content of `.local/stack.json`, for users of a running stack: demo, benchmarks, tests, people. */
export interface StackFile {
  readonly scimUrl: string;
  readonly workspaceUrl: string;
  readonly scimToken: string;
  readonly accountSlug: string;
  readonly adminEmail: string;
  readonly adminPassword: string;
  readonly kafkaBrokers: readonly string[];
  readonly services: readonly RunningPart[];
  readonly servers: readonly RunningPart[];
}

/** Who signs in to the workspace API as the admin of the account of a stack. */
export type StackAdmin = Pick<StackFile, 'workspaceUrl' | 'accountSlug' | 'adminEmail' | 'adminPassword'>;
/** The account that `npm start` makes. */
export type DemoAccount = Pick<StackFile, 'accountSlug' | 'adminEmail' | 'adminPassword' | 'scimToken'>;
/** What is written: of a stack without demo account there is none in it. */
export type WrittenStack = Omit<StackFile, keyof DemoAccount> & Partial<DemoAccount>;

export const hasDemo = (stack: WrittenStack): stack is StackFile => stack.scimToken !== undefined;

export const stackFile = (folder: string) => join(folder, 'stack.json');
const formerFile = (folder: string) => join(folder, 'stack.former.json');

/**
 * Reads the stack.json of the last start, and moves the file aside: it exists only once a stack is ready, and stays
 * when the stack is stopped.
 */
export async function takeFormer(folder: string): Promise<StackFile | undefined> {
  if (await exists(stackFile(folder))) await rename(stackFile(folder), formerFile(folder));
  return readWhole<StackFile>(formerFile(folder));
}

export async function writeStack(folder: string, stack: WrittenStack): Promise<void> {
  await writeWhole(stackFile(folder), stack);
  await rm(formerFile(folder), { force: true });
}

/** Records that nothing runs; the token is kept for the next start. */
export async function writeStopped(folder: string): Promise<void> {
  const stack = await readWhole<StackFile>(stackFile(folder));
  if (stack) await writeWhole(stackFile(folder), { ...stack, services: [], servers: [] });
}

import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { exists } from '@rollcall/local-servers';
import { readWhole, writeWhole } from './files.ts';

export interface RunningPart {
  readonly name: string;
  /** Of a service: its internal port (health, metrics). */
  readonly url: string;
  /** On this machine. Of what runs in a container the pid that the engine's machine gives it. */
  readonly pid?: number;
  /** The name of the container that it runs in. */
  readonly container?: string;
  /** Of a gateway: where identity providers send their requests. */
  readonly scimUrl?: string;
  /** Of a workspace gateway: the API of the product's own side. */
  readonly workspaceUrl?: string;
}

/** What `.local/stack.json` says to whoever works with the stack: demo, benchmarks, tests, people. */
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

export const stackFile = (directory: string) => join(directory, 'stack.json');
const formerFile = (directory: string) => join(directory, 'stack.former.json');

/**
 * What the last start wrote. Puts it aside: stack.json is there exactly while a stack is ready, or was when it was stopped.
 */
export async function takeFormer(directory: string): Promise<StackFile | undefined> {
  if (await exists(stackFile(directory))) await rename(stackFile(directory), formerFile(directory));
  return readWhole<StackFile>(formerFile(directory));
}

export async function writeStack(directory: string, stack: StackFile): Promise<void> {
  await writeWhole(stackFile(directory), stack);
  await rm(formerFile(directory), { force: true });
}

/** Nothing runs any more; the token stays for the next start. */
export async function writeStopped(directory: string): Promise<void> {
  const stack = await readWhole<StackFile>(stackFile(directory));
  if (stack) await writeWhole(stackFile(directory), { ...stack, services: [], servers: [] });
}

import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What is bundled always depends on: the installed packages, and how it is bundled. */
const always = ['node_modules/.package-lock.json', 'tools/bundle/bundle-apps.ts', 'tools/bundle/inputs.ts'];

/** Entries by name. */
type Programs = Readonly<Record<string, string>>;

interface Inputs {
  /** Modules of the repository, from its root. */
  readonly files: readonly string[];
  readonly digest: string;
}

const noteIn = (folder: string) => join(folder, 'inputs.json');

/** True where the folder has a whole bundle whose files have not changed since. */
export function inputsAreTheSame(root: string, folder: string, programs: Programs): boolean {
  if (!existsSync(noteIn(folder))) return false;
  const { files, digest } = JSON.parse(readFileSync(noteIn(folder), 'utf8')) as Inputs;
  return digestOf(root, programs, files) === digest;
}

/** Notes what a bundle was made of: the last of its files that is written. */
export function noteInputs(root: string, folder: string, programs: Programs, files: readonly string[]): void {
  const inputs: Inputs = { files, digest: digestOf(root, programs, files) };
  writeFileSync(noteIn(folder), `${JSON.stringify(inputs, undefined, 1)}\n`);
}

const digestOf = (root: string, programs: Programs, files: readonly string[]) =>
  digestOfFiles(root, [...always, ...files], Object.keys(programs).toSorted().join());

/**
 * Of the files' names and contents; one that is not there counts, too.
 * @param besides what else counts
 */
export function digestOfFiles(root: string, files: readonly string[], besides = ''): string {
  const hash = createHash('sha256').update(besides);
  for (const file of files) {
    const path = join(root, file);
    hash.update(`\0${file}\0`).update(existsSync(path) ? readFileSync(path) : '\0');
  }
  return hash.digest('hex');
}

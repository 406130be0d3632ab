import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { digestOfFiles } from './inputs.ts';

const folder = 'apps/console';
const clientFiles = ['docs/openapi.json', `${folder}/openapi-ts.config.ts`, 'package-lock.json'];

/** Writes the console's client of the workspace API from `docs/openapi.json`, where that has changed (ADR 0069). */
export function generateClient(root: string): void {
  const result = `${folder}/src/api/generated/sdk.gen.ts`;
  once(root, { name: 'client', inputs: clientFiles, result }, () =>
    runIn(join(root, folder), ['node_modules/@hey-api/openapi-ts/bin/run.js', '--silent'], root),
  );
}

/** Builds the pages of the console, where something of them has changed. */
export function buildConsole(root: string): void {
  const inputs = [`${folder}/{src,public}/**`, `${folder}/index.html`, `${folder}/vite.config.ts`, 'package-lock.json'];
  once(root, { name: 'console', inputs, result: `${folder}/dist/index.html` }, () =>
    runIn(join(root, folder), ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn'], root),
  );
}

interface Made {
  readonly name: string;
  /** Patterns of the files that it is made from. */
  readonly inputs: readonly string[];
  /** A file that is there when it is made. */
  readonly result: string;
}

/** Makes something unless it is there and was made from the same files. */
function once(root: string, { name, inputs, result }: Made, make: () => void): void {
  const note = join(root, '.local/build', name);
  const digest = digestOfFiles(root, filesOf(root, inputs));
  if (existsSync(join(root, result)) && existsSync(note) && readFileSync(note, 'utf8') === digest) return;
  rmSync(note, { force: true });
  make();
  mkdirSync(dirname(note), { recursive: true });
  writeFileSync(note, digest);
}

/** The files of patterns, in the same order everywhere. */
const filesOf = (root: string, patterns: readonly string[]) =>
  globSync([...patterns], { cwd: root })
    .filter((file) => statSync(join(root, file)).isFile())
    .toSorted();

/** Ends the build where the program fails, whose words are on the screen. */
function runIn(cwd: string, [program, ...args]: readonly [string, ...string[]], root: string): void {
  const { status } = spawnSync(process.execPath, [join(root, program), ...args], { cwd, stdio: 'inherit' });
  if (status !== 0) process.exit(1);
}

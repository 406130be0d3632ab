// `npm run build`: compiles all packages, then makes the console's client and pages. It is plain JavaScript because it also
// runs in the machine's own Node, before anything is built (tools/prepare.mjs).
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const node = join(root, 'node_modules/node/bin/node');

/** Compiles the TypeScript of all packages. */
export function compile() {
  run(process.execPath, ['node_modules/typescript7/bin/tsc', '-b']);
}

/** Writes the client of the workspace API from `docs/openapi.json`, where that has changed. */
export function generateClient() {
  const parts = ['docs/openapi.json', 'apps/console/openapi-ts.config.ts', 'package-lock.json'];
  once('client', parts, 'apps/console/src/api/generated/sdk.gen.ts', () =>
    run(node, ['../../node_modules/@hey-api/openapi-ts/bin/run.js', '--silent'], 'apps/console'),
  );
}

/** Builds the pages of the console, where something of it has changed. */
export function buildConsole() {
  const folder = 'apps/console';
  const parts = [
    ...['src', 'public', 'index.html', 'vite.config.ts'].map((each) => `${folder}/${each}`),
    'package-lock.json',
  ];
  once('console', parts, `${folder}/dist/index.html`, () =>
    run(node, ['../../node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn'], folder),
  );
}

/**
 * Makes something unless it is there and was made from the same files.
 * @param parts files and folders that it is made from
 */
function once(name, parts, result, make) {
  const stamp = join(root, '.local/build', name);
  const digest = digestOf(parts);
  if (existsSync(join(root, result)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return;
  rmSync(stamp, { force: true });
  make();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, digest);
}

function digestOf(parts) {
  const hash = createHash('sha256');
  for (const part of parts.flatMap((each) => filesOf(each)))
    hash.update(`${part}\0`).update(readFileSync(join(root, part)));
  return hash.digest('hex');
}

/** A file, or all files of a folder, in the same order everywhere. */
function filesOf(part) {
  const entries = readdirSync(dirname(join(root, part)), { withFileTypes: true });
  const isFolder = entries.some((entry) => entry.isDirectory() && entry.name === part.split('/').at(-1));
  if (!isFolder) return [part];
  return readdirSync(join(root, part), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();
}

function run(command, args, folder = '.') {
  const { status } = spawnSync(command, args, { cwd: join(root, folder), stdio: 'inherit' });
  if (status !== 0) throw new Error('The build failed; its words are above.');
}

/** Everything that runs. */
export function build() {
  compile();
  generateClient();
  buildConsole();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    if (process.argv.includes('--client')) generateClient();
    else build();
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}

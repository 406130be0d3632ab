import { globSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import type { OutputChunk, RolldownLog } from 'rolldown';
import { inputsAreTheSame, noteInputs } from './inputs.ts';

/** Left out: loaded from `node_modules` when a program runs. */
const external = [
  '@node-rs/argon2', // has a native part
  'kafkajs', // libs/messaging loads it module by module, and repairs it (ADR 0011)
];

/** Code of the repository as tsc has written it, beside its source map. */
const ownCode = /[/\\](?:apps|libs)[/\\][^/\\]+[/\\]dist[/\\].*\.js$/;

/**
 * What several programs need goes into files that each of them loads, apart from its own code. A file has what is loaded at the start by the
 * same programs: so none loads what it has no use for, and files never import each other in a circle.
 */
const sharedFiles = [
  { name: 'packages', test: /[/\\]node_modules[/\\]/, tags: ['$initial' as const], entriesAware: true },
  { name: 'libraries', test: /[/\\]libs[/\\]/, entriesAware: true },
];

/**
 * Bundles the programs of all apps, each with all that it imports, into `dist` (ADR 0064): `dist/<app>.js` and `dist/<app>.migrate.js`, and modules
 * that run in threads of their own under their names. Does nothing where that would write the same again.
 *
 * @throws Error where a program cannot be bundled
 */
export async function bundleApps(root: string): Promise<void> {
  if (bundlesAreCurrent(root)) return;
  const { rolldown } = await import('rolldown'); // it takes longer to load than to find that nothing has changed
  const programs = programsOf(root);
  const bundle = await rolldown({
    input: programs,
    cwd: root,
    platform: 'node',
    external,
    // Else modules may be put into a program that needs them too, which would start with every program that imports them.
    experimental: { chunkOptimization: false },
    plugins: [{ name: 'source-maps-of-tsc', load: { filter: { id: ownCode }, handler: withSourceMap } }],
    onLog: (_level, log) => judge(log),
  });
  const { output } = await bundle.generate({
    format: 'esm',
    keepNames: true, // Nest finds classes by their names, and logs name them
    sourcemap: 'hidden',
    sourcemapExcludeSources: true,
    entryFileNames: '[name].js',
    chunkFileNames: ({ name }) => `${name.split('~', 1)[0]}-[hash].js`,
    codeSplitting: { groups: sharedFiles },
  });
  await bundle.close();
  const chunks = output.filter((each) => each.type === 'chunk');
  noProgramIsImported(chunks);
  const folder = bundlesOf(root);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await Promise.all(chunks.map((chunk) => write(folder, chunk)));
  const modules = chunks.flatMap((chunk) => Object.keys(chunk.modules)).filter((id) => ownCode.test(id));
  noteInputs(root, folder, programs, [...new Set(modules.map((id) => relative(root, id)))].toSorted());
}

const bundlesOf = (root: string): string => join(root, 'dist');

/** False where `bundleApps` would write something else than what is there. */
export const bundlesAreCurrent = (root: string): boolean => inputsAreTheSame(root, bundlesOf(root), programsOf(root));

/** By name, what starts: `apps/user-service/dist/migrate.js` is `user-service.migrate`. */
function programsOf(root: string): Record<string, string> {
  const files = globSync(['apps/*/dist/{main,migrate}.js', 'apps/*/dist/**/*.thread.js'], { cwd: root });
  return Object.fromEntries(
    files.map((file) => {
      const [, app = ''] = file.split(/[/\\]/);
      const name = basename(file, '.js');
      if (name === 'main') return [app, join(root, file)];
      return [name === 'migrate' ? `${app}.migrate` : name, join(root, file)];
    }),
  );
}

/** @throws Error where a file imports a program: that would start beside the one that was meant */
function noProgramIsImported(chunks: readonly OutputChunk[]): void {
  const programs = new Set(chunks.flatMap(({ isEntry, fileName }) => (isEntry ? [fileName] : [])));
  for (const { fileName, imports, dynamicImports } of chunks)
    for (const imported of [...imports, ...dynamicImports])
      if (programs.has(imported)) throw new Error(`in the bundle ${fileName} imports the program ${imported}`);
}

/**
 * Only our own code gets a source map. That of the packages is twelve times the size, and a process that runs with `--enable-source-maps`
 * reads and keeps all of it.
 */
async function write(folder: string, { fileName, code, map, modules }: OutputChunk): Promise<void> {
  const file = join(folder, fileName);
  const isOwn = Object.keys(modules).some((id) => ownCode.test(id));
  if (!map || !isOwn) return writeFile(file, code);
  await writeFile(`${file}.map`, map.toString());
  await writeFile(file, `${code}//# sourceMappingURL=${fileName}.map\n`);
}

/** Traces lead to the sources, not to what tsc has made of them. */
async function withSourceMap(id: string): Promise<{ code: string; map: string }> {
  const [code, map] = await Promise.all([readFile(id, 'utf8'), readFile(`${id}.map`, 'utf8')]);
  return { code, map };
}

/**
 * Packages try to load others that are not installed (Nest its transports, TypeORM its drivers), and find that out when they run, as they do
 * without a bundle. Our own code must have no such import.
 */
function judge({ code, id, message }: RolldownLog): void {
  if (id !== undefined && ownCode.test(id)) throw new Error(message);
  if (code !== 'UNRESOLVED_IMPORT') console.warn(message);
}

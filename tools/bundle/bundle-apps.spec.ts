import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bundleApps } from './bundle-apps.js';

/** A repository as tsc leaves it: two apps, a library of theirs, a package. */
let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'rollcall-bundle-'));
  await built(
    'libs/kit/dist/index.js',
    'export class Thing {}\nexport const boom = () => { throw new Error("boom"); };',
  );
  await built(
    'apps/one/dist/main.js',
    `${fromKit}\nclass Own {}\nconsole.log(new Own().constructor.name, Thing.name);`,
  );
  await built(
    'apps/two/dist/main.js',
    `${fromKit}\nimport { Thing as Twin } from 'pack';\nconsole.log(Twin.name, Thing.name);`,
  );
  await built('apps/two/dist/migrate.js', `${fromKit}\nboom();`);
  await built('apps/two/dist/http/big.thread.js', `console.log('in a thread');`);
  await write(
    'node_modules/pack/index.js',
    'module.exports.Thing = class Thing {}; try { require("absent"); } catch {}',
  );
});
afterEach(() => rm(root, { recursive: true }));

const fromKit = `import { Thing, boom } from '../../../libs/kit/dist/index.js';`;

async function write(file: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, file)), { recursive: true });
  await writeFile(join(root, file), text);
}

/** A module beside its source map, in which line n stands in line n of the source. */
async function built(file: string, code: string): Promise<void> {
  const source = `../src/${file.replace(/.*\/dist\//, '').replace(/js$/, 'ts')}`;
  const mappings = code.split('\n').map((_, line) => (line === 0 ? 'AAAA' : 'AACA'));
  await write(file, code);
  await write(
    `${file}.map`,
    JSON.stringify({ version: 3, sources: [source], names: [], mappings: mappings.join(';') }),
  );
}

const run = (program: string) =>
  execFileSync(process.execPath, ['--enable-source-maps', join(root, `dist/${program}.js`)], {
    encoding: 'utf8',
    stdio: 'pipe',
    env: { ...process.env, NODE_OPTIONS: '' },
  }).trim();

const writtenAt = async () => (await stat(join(root, 'dist/one.js'))).mtimeMs;

describe('the bundles of the apps', () => {
  it('are a file for each program, which runs without what it was made of', async () => {
    await bundleApps(root);
    for (const folder of ['apps', 'libs', 'node_modules']) await rm(join(root, folder), { recursive: true });
    expect(run('one')).toBe('Own Thing');
    expect(run('two')).toBe('Thing Thing'); // two classes of one name
    expect(run('big.thread')).toBe('in a thread');
  });

  it('have traces that lead to the sources', async () => {
    await bundleApps(root);
    expect(() => run('two.migrate')).toThrow(/boom\n[^]* at .*libs\/kit\/src\/index\.ts:2:/);
  });

  it('have what two programs need once, and source maps for the code of the repository alone', async () => {
    await bundleApps(root);
    const files = await readdir(join(root, 'dist'));
    const texts = await Promise.all(files.map((file) => readFile(join(root, 'dist', file), 'utf8')));
    expect(texts.filter((text) => text.includes('new Error("boom")'))).toHaveLength(1);
    expect(files.filter((file) => /^packages-.*js$/.test(file))).toHaveLength(1);
    expect(files.filter((file) => /^packages-.*map$/.test(file))).toEqual([]);
  });

  it('are left as they are until something of theirs changes', async () => {
    await bundleApps(root);
    const first = await writtenAt();
    await bundleApps(root);
    expect(await writtenAt()).toBe(first);

    await built(
      'libs/kit/dist/index.js',
      'export class Thing {}\nexport class Other {}\nexport const boom = () => {};',
    );
    await bundleApps(root);
    expect(run('two.migrate')).toBe('');

    await built('apps/three/dist/main.js', 'console.log("a new app");');
    await bundleApps(root);
    expect(run('three')).toBe('a new app');

    await rm(join(root, 'apps/three'), { recursive: true });
    await bundleApps(root);
    expect(await readdir(join(root, 'dist'))).not.toContain('three.js');
  });

  it('are refused where our code imports what is not there', async () => {
    await built('apps/one/dist/main.js', `await import('absent');`);
    await expect(bundleApps(root)).rejects.toThrow(/absent/);
  });

  it('are refused where one program would start in the process of another', async () => {
    await built('apps/one/dist/main.js', `await import('../../two/dist/main.js');`);
    await expect(bundleApps(root)).rejects.toThrow('imports the program two.js');
  });
});

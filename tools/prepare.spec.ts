import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';

const empty = mkdtempSync(join(tmpdir(), 'rollcall-machine-'));
afterAll(() => rmSync(empty, { recursive: true, force: true }));

/** Runs the first step of `npm start` as on a machine that has only Node. */
function prepareWith(env: Record<string, string>) {
  const prepare = join(import.meta.dirname, 'prepare.mjs');
  return spawnSync(process.execPath, [prepare], {
    encoding: 'utf8',
    env: { PATH: empty, ROLLCALL_CACHE: empty, ...env },
  });
}

it('names what is missing, with what to install, and begins nothing', () => {
  const { status, stdout, stderr } = prepareWith({});
  expect(status).toBe(1);
  expect(stderr).toContain('Rollcall cannot run here. Install:');
  expect(stderr).toMatch(/Java 17 or newer .*apt install openjdk-17.*brew install.*Docker engine/);
  expect(stderr).toMatch(/Maven .*apt install maven.*brew install maven/);
  expect(stdout).toBe('');
});

it('is a script of its own where others begin with it: a shell that has found the machine’s Node once does not look for the installed one', () => {
  const { scripts } = JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const beginning = Object.values(scripts).filter((script) => script.includes('prepare.mjs'));
  expect(beginning).toEqual(['node tools/prepare.mjs']);
});

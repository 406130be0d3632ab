import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
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

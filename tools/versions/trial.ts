// `npm run trial:versions -- REF`: another commit beside this one on the same topics and databases, one instance of each
// service and gateway, as during a rolling update, through the end-to-end specs of this one.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
const [ref, ...files] = process.argv.slice(2);
if (ref === undefined || ref.startsWith('-')) {
  console.log(`npm run trial:versions -- REF [spec files]

Checks out and builds the commit REF in a folder of its own, and runs the end-to-end specs, or the given ones, on stacks
in which the second instance of each service and gateway is that commit's.`);
  process.exit(ref === '--help' ? 0 : 2);
}
const folder = mkdtempSync(join(tmpdir(), 'rollcall-versions-'));
const checkout = join(folder, 'checkout');
const run = (command: string, args: readonly string[], cwd = root) =>
  execFileSync(command, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
try {
  console.log(`checking out, installing and building ${ref} …`);
  run('git', ['worktree', 'add', '--quiet', '--detach', checkout, ref]);
  run(process.execPath, ['tools/prepare.mjs'], checkout);
  const env = { ...process.env, ROLLCALL_SECOND_CHECKOUT: checkout };
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const { status } = spawnSync(join(root, 'node_modules/.bin/node'), [vitest, 'run', '--project', 'e2e', ...files], {
    cwd: root,
    env,
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
} finally {
  spawnSync('git', ['worktree', 'remove', '--force', checkout], { cwd: root });
  rmSync(folder, { recursive: true, force: true });
}

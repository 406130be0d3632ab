// `npm test`: from a fresh clone to the results of all specs. Arguments go to vitest:
// `npm test -- --project unit libs/scim`.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { prepare, root } from './prepare.mjs';

prepare();
const vitest = join(root, 'node_modules/vitest/vitest.mjs');
const { status } = spawnSync(join(root, 'node_modules/node/bin/node'), [vitest, 'run', ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
  // Hundreds of processes load the same modules; the cache compiles them once.
  env: { NODE_COMPILE_CACHE: join(root, '.local/compile-cache'), ...process.env },
});
process.exit(status ?? 1);

// `npm run test:long`: runs every property test and experiment many times longer than `npm test`. TEST_TIMES says how
// many times (default 15); arguments go to vitest. A failing property prints the seed and the path that reproduce it.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { prepare, root } from './prepare.mjs';

const longer = [
  'property.spec',
  'convergence',
  'relay-under-fire',
  'apply-changes',
  'plan-reconciliation',
  'codec.spec',
];
longer.push('offset-ledger', 'parcel.spec', 'json-position', 'withdraw-password', 'user-mapping', 'concurrency');

prepare();
const times = process.env.TEST_TIMES ?? '15';
console.log(`every property and experiment ${times} times as long as usual`);
const vitest = join(root, 'node_modules/vitest/vitest.mjs');
const { status } = spawnSync(
  join(root, 'node_modules/node/bin/node'),
  [vitest, 'run', ...longer, ...process.argv.slice(2)],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, TEST_TIMES: times },
  },
);
process.exit(status ?? 1);

// `npm start`: from a fresh clone to a running stack (tools/README.md). Plain JavaScript for the machine's own Node: it makes
// the clone ready, then hands over to tools/stack/main.ts under Node 24, and passes signals and the exit code.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { beganAt, prepare, root } from './prepare.mjs';

if (!process.argv.includes('--help')) prepare();

const child = spawn(
  join(root, 'node_modules/node/bin/node'),
  [join(root, 'tools/stack/main.ts'), ...process.argv.slice(2)],
  {
    env: { ...process.env, ROLLCALL_BEGAN: beganAt },
    // Its own group: it hears of Ctrl-C from us, once. Over the channel it notices when we are killed.
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  },
);
// A terminal tells npm and us, and npm tells us again: what comes within a second is one wish.
let heard = 0;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    if (Date.now() - heard > 1_000) child.kill(signal);
    heard = Date.now();
  });
}
child.once('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));

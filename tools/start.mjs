// `npm start`: from a fresh clone to a running stack (tools/README.md). It is plain JavaScript because it runs in the
// machine's own Node: it prepares the clone, starts tools/stack/main.ts under Node 24, and passes on signals and the
// exit code.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { beganAt, prepare, root } from './prepare.mjs';

if (!process.argv.includes('--help')) prepare();

const child = spawn(
  join(root, 'node_modules/node/bin/node'),
  [join(root, 'tools/stack/main.ts'), ...process.argv.slice(2)],
  {
    env: { ...process.env, ROLLCALL_BEGAN: beganAt },
    // The child has a process group of its own, so that it gets a Ctrl-C only once, from this process. By the IPC
    // channel it notices when this process is killed.
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  },
);
// A terminal sends a Ctrl-C to npm and to this process, and npm passes it on once more: signals within a second count
// as one.
let heard = 0;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    if (Date.now() - heard > 1_000) child.kill(signal);
    heard = Date.now();
  });
}
child.once('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));

// `npm run build`, also a part of `npm start` and `npm test`: everything that is built, each part only where something has changed;
// with `--client` only the console's client of the API. Nothing of the repository is imported that is itself built.
import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { bundleApps } from './bundle/bundle-apps.ts';
import { buildConsole, generateClient } from './bundle/build-console.ts';

const root = resolve(import.meta.dirname, '..');

if (process.argv.includes('--client')) generateClient(root);
else {
  compile();
  await bundleApps(root);
  generateClient(root);
  buildConsole(root);
}

/** Types are checked and `dist` is written, by the references between the packages. */
function compile(): void {
  const compiler = join(root, 'node_modules/typescript7/bin/tsc');
  const { status } = spawnSync(process.execPath, [compiler, '-b'], { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(1);
}

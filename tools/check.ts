// `npm run check`: all checks of the code that do not run it. Runs all of them, and then prints which failed.
import { spawnSync } from 'node:child_process';

const checks = [
  'check:types',
  'check:lint',
  'check:format',
  'check:boundaries',
  'check:docs',
  'check:compatible',
  'check:containers',
  'check:nest',
];

const failed = checks.filter((check) => {
  const began = Date.now();
  const { status, stdout, stderr } = spawnSync('npm', ['run', '--silent', check], { encoding: 'utf8' });
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${check} (${seconds} s)`);
  if (status !== 0) console.log(`${stdout}${stderr}`);
  return status !== 0;
});

if (failed.length > 0) {
  console.error(`failed: ${failed.join(', ')}`);
  process.exit(1);
}

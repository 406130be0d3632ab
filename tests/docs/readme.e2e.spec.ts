import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '@rollcall/local-servers';
import { describe, expect, it } from 'vitest';
import { stack } from '../support/stack.js';
import { blockLines } from './commands.js';

// What README.md tells its readers to type, typed in its order, against the stack of this test run.
const { folder, stackFile } = await stack();
const lines = blockLines(readFileSync(join(repositoryRoot, 'README.md'), 'utf8'));

/** What each line must show. A line that is not here has no test: add it. */
const shows: Record<string, RegExp> = {
  'npm run demo': /no surprise/,
  'npm run ops -- --help': /Usage: ops .*dead-letters/s,
  'npm run ops -- account show demo': /^slug +demo$/m,
  'npm run ops -- token create demo --admin admin@demo.example --name "Okta"': /^secret +rollcall_scim_\w+$/m,
  'npm run ops -- team list demo': /^TEAM /m,
  'npm run ops -- reconcile status demo': /^mode +enforce/m,
  'npm run ops -- audit search demo outcome:refused': /was refused|has no such entries/,
  'npm run ops -- dead-letters list': /dead letter/i,
};
/** Goes on until Ctrl-C. */
const watch = 'npm run ops -- topics watch --account demo';
/** The one is run by tools/stack/stack.e2e.spec.ts, the other runs this. */
const elsewhere = ['npm start', 'npm test'];

/** A line as a shell runs it, in a process group of its own as a terminal gives it. */
function type(line: string) {
  const env = { ...process.env, ROLLCALL_LOCAL: folder, NODE_OPTIONS: '' };
  const child = spawn('sh', ['-c', line], { cwd: repositoryRoot, env, detached: true });
  const shown = { text: '' };
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      shown.text += text;
      listeners.forEach((each) => each());
    });
  }
  const ended = new Promise<number | null>((done) => child.once('close', done));
  return {
    shown,
    ended,
    until: (pattern: RegExp) => new Promise<void>((done) => listeners.add(() => pattern.test(shown.text) && done())),
    ctrlC: () => process.kill(-(child.pid ?? 0), 'SIGINT'),
  };
}

describe('README.md', () => {
  it('has no command without a test', () => {
    expect(lines.filter((line) => !(line in shows) && line !== watch && !elsewhere.includes(line))).toEqual([]);
  });

  it.each(lines.filter((line) => line in shows))(
    '%s',
    async (line) => {
      const { shown, ended } = type(line);
      expect(await ended, shown.text).toBe(0);
      expect(shown.text).toMatch(shows[line] ?? /never/);
    },
    120_000,
  );

  it(
    `${watch}, until Ctrl-C`,
    async () => {
      const watching = type(watch);
      const asking = setInterval(() => {
        void fetch(`${stackFile.scimUrl}/Users?count=1`, {
          headers: { authorization: `Bearer ${stackFile.scimToken}` },
        }).catch(() => undefined);
      }, 500);
      await watching.until(/scim\.request/);
      clearInterval(asking);
      watching.ctrlC();
      await watching.ended;
      expect(watching.shown.text).not.toMatch(/ops: /);
    },
    60_000,
  );
});

// `npm run bench:console`: what the list of people costs a browser in an account of 100,000. It starts a stack of its own and removes it.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { launchBrowser } from '@rollcall/testing';
import type { Browser, BrowserContext } from 'playwright-core';
import { listFigures, type ListFigures } from '../tests/support/list-figures.ts';
import { addManyPeople } from '../tests/support/many-people.ts';
import type { StackAdmin } from '../tools/stack/stack-file.ts';
import { databaseOf } from './databases.ts';
import { startOwnStack } from './own-stack.ts';
import { pageFigures, throttling, type PageFigures } from './page-figures.ts';
import { median } from './ratios.ts';

/** What is loaded first by a browser that was never here. */
const pages = ['people', 'provisioning', 'teams', 'settings'] as const;
type PagesMeasured = ReadonlyMap<(typeof pages)[number], readonly PageFigures[]>;

const { values: options } = parseArgs({
  options: {
    /** How many are put into the account beside those who are there. */
    people: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '5' },
    /** A running stack's stack.json, in place of an own one; its account keeps what is put in. */
    stack: { type: 'string' },
  },
});
const [people, rounds] = [Number(options.people), Number(options.rounds)];
const root = join(dirname(fileURLToPath(import.meta.url)), '..');

const commit = execFileSync('git', ['describe', '--always', '--dirty'], { cwd: root, encoding: 'utf8' }).trim();
console.log(`${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}, commit ${commit}`);
const own = options.stack === undefined ? await startOwnStack(root) : runningStack(options.stack);
const browser = await launchBrowser();
const stack = JSON.parse(readFileSync(join(own.folder, 'stack.json'), 'utf8')) as StackAdmin;
try {
  const count = await fill(stack, own.folder);
  console.log(`${count.toLocaleString('en')} people, ${rounds} rounds each, medians\n`);
  print('key End', await measure(browser, stack, count, 'End'));
  print('scroll bar', await measure(browser, stack, count, 'drag'));
  printPages(await measurePages(browser, stack));
} finally {
  await browser.close();
  await own.stop();
}
process.exit(0);

function consoleOf({ workspaceUrl }: StackAdmin): string {
  return workspaceUrl.replace(/\/api$/, '/console');
}

function runningStack(file: string) {
  return { folder: dirname(file), stop: () => Promise.resolve() };
}

/** Fills the demo account. @returns how many people it has then */
async function fill({ accountSlug }: StackAdmin, folder: string): Promise<number> {
  const users = await databaseOf(folder, 'USER_SERVICE');
  try {
    const { rows } = await users.query<{ id: string }>('SELECT id FROM accounts WHERE slug = $1', [accountSlug]);
    const accountId = rows[0]?.id;
    if (accountId === undefined) throw new Error(`there is no account ${accountSlug}`);
    await addManyPeople(users, accountId, people);
    const counted = await users.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM users WHERE account_id = $1',
      [accountId],
    );
    return counted.rows[0]?.count ?? 0;
  } finally {
    await users.end();
  }
}

/** Rounds in browsers that were never here; the one before them warms up. */
async function measure(
  browser: Browser,
  stack: StackAdmin,
  count: number,
  toEnd: 'End' | 'drag',
): Promise<readonly ListFigures[]> {
  const figures: ListFigures[] = [];
  for (let round = 0; round <= rounds; round++) {
    const context = await signedIn(browser, stack);
    const page = await context.newPage();
    await page.goto(`${consoleOf(stack)}/roles`);
    await page.getByRole('heading', { level: 1, name: 'Roles' }).waitFor();
    const measured = await listFigures(page, count, toEnd);
    if (round > 0) figures.push(measured);
    await context.close();
  }
  return figures;
}

/** A browser that was never here, whose admin is signed in. */
async function signedIn(browser: Browser, stack: StackAdmin): Promise<BrowserContext> {
  const context = await browser.newContext({ locale: 'en-GB', reducedMotion: 'reduce' });
  const { accountSlug: account, adminEmail: userName, adminPassword: password } = stack;
  await context.request.post(`${stack.workspaceUrl}/sessions`, { data: { account, userName, password } });
  return context;
}

async function measurePages(browser: Browser, stack: StackAdmin): Promise<PagesMeasured> {
  const all = new Map<(typeof pages)[number], PageFigures[]>();
  for (const name of pages) {
    const figures: PageFigures[] = [];
    for (let round = 0; round < rounds; round++) {
      figures.push(await pageFigures(() => signedIn(browser, stack), `${consoleOf(stack)}/${name}`));
    }
    all.set(name, figures);
  }
  return all;
}

function printPages(all: PagesMeasured): void {
  console.log(
    `First loads, the processor ${throttling} times slower: LCP, a key answered, longest task and later, CLS`,
  );
  for (const [name, figures] of all) {
    const middle = (of: (each: PageFigures) => number, digits = 0) => median(figures.map(of)).toFixed(digits);
    const tasks = `${middle((of) => of.longestTaskMs)} and ${middle((of) => of.longestTaskAfterMs)} ms`;
    console.log(
      `  ${name.padEnd(14)} ${middle((of) => of.lcpMs)} ms, ${middle((of) => of.keyMs)} ms, ${tasks}, ${middle((of) => of.cls, 3)}`,
    );
  }
}

function print(how: string, figures: readonly ListFigures[]): void {
  const middle = (of: (each: ListFigures) => number) => median(figures.map(of)).toFixed(1);
  console.log(`To the end by ${how}`);
  console.log(`  first rows            ${middle(({ firstRowsMs }) => firstRowsMs)} ms`);
  console.log(`  last person           ${middle(({ lastRowMs }) => lastRowMs)} ms`);
  console.log(`  a frame, mean and p95 ${middle((of) => of.frameMeanMs)} and ${middle((of) => of.frameP95Ms)} ms`);
  console.log(`  rows in the page      ${middle(({ rowsAtOnce }) => rowsAtOnce)}`);
  console.log(`  heap                  ${middle(({ heapMb }) => heapMb)} MB`);
  console.log(`  requests in a second  ${Math.max(...figures.map((of) => of.requestsInASecond))}`);
  console.log(`  refused with 429      ${figures.reduce((sum, { refused }) => sum + refused, 0)}\n`);
}

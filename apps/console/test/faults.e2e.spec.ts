import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually, TcpProxy } from '@rollcall/testing';
import type { Locator, Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { accessibilityFaults, consoleAt } from '../../../tests/support/console.js';
import { keyboardOn } from '../../../tests/support/keyboard.js';
import { endStack, startStack } from '../../../tests/support/shared-stack.js';
import { openStack } from '../../../tests/support/stack.js';
import { password, pushGroup, workspaceAt } from '../../../tests/support/workspace.js';

// A stack of its own, whose parts are killed one at a time. What would start them again is held meanwhile.
const { folder, process: supervisor } = await startStack('--no-demo');
afterAll(() => endStack({ folder, process: supervisor }), 60_000);
const { newAccount, workspaceUrl } = await openStack(folder);
const proxy = await TcpProxy.start(Number(new URL(workspaceUrl).port));
afterAll(() => proxy.close());
const { adminOf } = workspaceAt(workspaceUrl);
const admins = consoleAt(`http://127.0.0.1:${proxy.port}/api`);

interface Parts {
  readonly services: readonly { readonly name: string; readonly pid: number }[];
  readonly servers: readonly { readonly name: string; readonly pid?: number }[];
}

async function pidOf(name: string): Promise<number> {
  const { services, servers } = JSON.parse(await readFile(join(folder, 'stack.json'), 'utf8')) as Parts;
  const pid = [...services, ...servers].find((part) => part.name === name)?.pid;
  if (pid === undefined) throw new Error(`${name} does not run`);
  return pid;
}

/** Kills a service. @returns what lets it be started again */
async function kill(name: string): Promise<() => void> {
  const pid = await pidOf(name);
  const holder = supervisor.pid;
  if (holder === undefined) throw new Error('the stack has ended');
  process.kill(holder, 'SIGSTOP');
  process.kill(pid, 'SIGKILL');
  return () => process.kill(holder, 'SIGCONT');
}

/** What can be changed on a page. */
const offered = (page: Page) => page.getByRole('main').locator('[data-write]:not(:disabled)');
const isLive = (page: Page) => page.getByRole('img', { name: 'What you see is live' }).waitFor();
const places = 'provisioning people roles teams takeovers reconciler leavers log why settings profile'.split(' ');

/** Somebody, and a team of the directory; the log has heard of them. */
async function furnished() {
  const account = await newAccount();
  const { body } = await account.scim.create('ann@faults.example', { displayName: 'Ann Lee' });
  await pushGroup(account.scim, 'Design', [String(body.id)]);
  const admin = await adminOf(account);
  const known = async () => (await admin.get('/audit/entries?type=user.created&by=directory')).body.entries.length;
  await eventually(async () => (await known()) === 1, 'the log has the person');
  return account;
}

/** So many pages are loaded anew: where nobody can say who is signed in, all of them are the same. */
const loadedAnew = 3;

/** Whether a page says what it does not know, at once or when its reads have failed. */
async function says(page: Page): Promise<boolean> {
  await page.locator('h1, [role=alert]').first().waitFor();
  await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached', timeout: 20_000 });
  const said = page.locator('[role=alert], [data-away]').first();
  return said.waitFor({ timeout: 5_000 }).then(
    () => true,
    () => false,
  );
}

/**
 * Opens pages anew, and goes to each from the pages that are open, which share them: what does not answer is waited for everywhere.
 * @returns those that say nothing of what they do not know
 */
async function silentPages(open: readonly Page[], concerned: readonly string[]): Promise<string[]> {
  // In a browser of their own: what one waits for takes no connection from the others.
  const another = await admins.newBrowser();
  await another.addCookies((await open[0]?.context().cookies()) ?? []);
  const silent: string[] = [];
  const loadAnew = async (place: string) => {
    const tab = await another.newPage();
    await tab.goto(`${admins.url}/${place}`);
    if (!(await says(tab))) silent.push(`${place}, loaded anew`);
  };
  const left = [...concerned];
  const walk = async (page: Page) => {
    const before = page.url();
    for (let place = left.shift(); place !== undefined; place = left.shift()) {
      await goWithin(page, `${admins.url}/${place}`);
      if (!(await says(page))) silent.push(place);
    }
    await goWithin(page, before);
  };
  await Promise.all([...concerned.slice(0, loadedAnew).map(loadAnew), ...open.map(walk)]);
  await another.close();
  return silent;
}

/** Goes to a page as a link within the console does. */
const goWithin = (page: Page, address: string) =>
  page.evaluate(`history.pushState({}, '', ${JSON.stringify(address)})`);

// Before there is any other account.
test('the first account is set up, and somebody who is invited chooses a password: by keyboard alone', async () => {
  const { setupSecret } = JSON.parse(await readFile(join(folder, 'secrets.json'), 'utf8')) as Record<string, string>;
  const page = await (await admins.newBrowser()).newPage();
  const keys = keyboardOn(page);
  const signIn = async (userName: string, secret: string) => {
    expect(await accessibilityFaults(page)).toEqual([]);
    await keys.type('E-mail address', userName);
    await keys.type('Password', secret);
    await page.keyboard.press('Enter');
  };
  await page.goto(`${admins.url}/set-up`);
  await keys.type('Set-up secret', 'not the one');
  await keys.type('Name of the account', 'Acme');
  await keys.type('Short name', 'acme');
  await keys.type('Given name', 'Ada');
  await keys.type('Family name', 'Min');
  await signIn('ada@acme.example', password);
  await page.getByRole('alert').first().waitFor();
  await keys.type('Set-up secret', setupSecret ?? '');
  await page.keyboard.press('Enter');
  await page.getByText('The account is there. Sign in now.').waitFor();
  await signIn('ada@acme.example', password);
  await page.getByRole('heading', { level: 1, name: 'Provisioning' }).waitFor();

  await page.goto(`${admins.url}/people`);
  await keys.press('Invite');
  await keys.type('E-mail address', 'bea@acme.example');
  await keys.type('Given name', 'Bea');
  await keys.type('Family name', 'Lee');
  await page.keyboard.press('Enter');
  await keys.press('Show: Password link');
  const [, link] = ((await page.locator('[data-secret]').textContent()) ?? '').split('#');
  await keys.keepSecret();
  await keys.press('Sign out');
  await page.getByLabel('E-mail address').waitFor();
  await page.goto(`${admins.url}/set-password#${link}`);
  await keys.type('New password', 'acme');
  await page.keyboard.press('Enter');
  await page.locator('[aria-invalid=true]').waitFor(); // too short
  await keys.type('New password', 'Another-Horse-8');
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.keyboard.press('Enter');
  await page.getByText('Your password is set. Sign in now.').waitFor();
  await keys.type('Account', 'acme');
  await signIn('bea@acme.example', 'Another-Horse-8');
  await page.getByRole('heading', { level: 1, name: 'People' }).waitFor();
});

interface Part {
  readonly service: string;
  /** The page that is open, what it calls the service's part, and what is on it. */
  readonly place: string;
  readonly part: string;
  readonly shown: (main: Locator) => Locator;
  /** All pages that say something of it. */
  readonly concerned: readonly string[];
}
const parts: readonly Part[] = [
  {
    service: 'user-service',
    place: 'people',
    part: 'people',
    shown: (main) => main.getByText('Ann Lee'),
    concerned: places,
  },
  {
    service: 'team-service',
    place: 'teams',
    part: 'teams',
    shown: (main) => main.getByText('Design'),
    concerned: ['teams', 'takeovers', 'reconciler'],
  },
  {
    service: 'token-service',
    place: 'provisioning',
    part: 'tokens',
    shown: (main) => main.getByText('Okta'),
    concerned: ['provisioning'],
  },
  // What is new is above what was seen before: any entry.
  {
    service: 'audit-service',
    place: 'log',
    part: 'log',
    shown: (main) => main.getByRole('listitem'),
    concerned: ['log'],
  },
];

test('without a service its page says so, keeps what it shows as old, and offers nothing that cannot be done; then it recovers', async () => {
  const account = await furnished();
  const first = await admins.adminPage(account, '/people');
  const pages = new Map<string, Page>();
  const offeredBefore = new Map<string, number>();
  for (const { place, shown } of parts) {
    const page = place === 'people' ? first : await first.context().newPage();
    await page.goto(`${admins.url}/${place}`);
    await shown(page.getByRole('main')).first().waitFor();
    await isLive(page);
    pages.set(place, page);
    offeredBefore.set(place, await offered(page).count());
  }
  for (const { service, place, part, shown, concerned } of parts) {
    const page = pages.get(place) ?? first;
    await page.bringToFront();
    await shown(page.getByRole('main')).first().waitFor();
    await page.locator('[data-away]').waitFor({ state: 'detached' });
    const start = await kill(service);
    try {
      proxy.reset(); // a stream that begins anew asks for everything anew
      await page.locator(`[data-away~=${part}]`).waitFor({ timeout: 20_000 });
      await page.getByText('Shown is what was true at').first().waitFor({ timeout: 20_000 });
      expect([service, await shown(page.getByRole('main')).first().isVisible()]).toEqual([service, true]);
      expect([service, await offered(page).count()]).toEqual([service, 0]);
      expect([service, await silentPages([...pages.values()], concerned)]).toEqual([service, []]);
    } finally {
      start();
    }
    await page.locator('[data-away]').waitFor({ state: 'detached', timeout: 40_000 });
    await page.getByText('Shown is what was true at').first().waitFor({ state: 'detached', timeout: 40_000 });
    await isLive(page);
    expect([service, await offered(page).count()]).toEqual([service, offeredBefore.get(place)]);
  }
}, 240_000);

test('without Kafka nothing can be changed, and nothing is offered; afterwards it is done', async () => {
  const account = await furnished();
  const page = await admins.adminPage(account, '/teams');
  await page.getByText('Design').first().waitFor();
  await isLive(page);
  const kafka = await pidOf('kafka');
  process.kill(kafka, 'SIGSTOP'); // it answers nobody, and nothing starts it again
  try {
    await page.locator('[data-away~=changes]').waitFor({ timeout: 20_000 }); // a watch is silent for 6 s before it is given up
    expect(await offered(page).count()).toBe(0);
    const fresh = await page.context().newPage();
    await fresh.goto(`${admins.url}/people`);
    await fresh.getByText('Ann Lee').first().waitFor();
    await fresh.locator('[data-away~=changes]').waitFor({ timeout: 20_000 });
    expect(await offered(fresh).count()).toBe(0);
  } finally {
    process.kill(kafka, 'SIGCONT');
  }
  await page.getByRole('button', { name: 'New team' }).click({ timeout: 90_000 });
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Legal');
  await page.getByRole('button', { name: 'Make team' }).click();
  await page.getByRole('heading', { level: 1, name: 'Legal' }).waitFor({ timeout: 30_000 });
}, 180_000);

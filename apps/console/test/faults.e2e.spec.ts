import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually, TcpProxy } from '@rollcall/testing';
import type { Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { consoleAt } from '../../../tests/support/console.js';
import { endStack, startStack } from '../../../tests/support/shared-stack.js';
import { openStack } from '../../../tests/support/stack.js';
import { pushGroup, workspaceAt } from '../../../tests/support/workspace.js';

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
const writes =
  /^(?:Invite.*|New role|New team|Generate token|Revoke|Replace|Pause|Only report|Allow|Decline|Let it happen|Put somebody in|Add webhook)$/;
const offered = (page: Page) => page.getByRole('main').getByRole('button', { name: writes });
const isLive = (page: Page) => page.getByRole('img', { name: 'What you see is live' }).waitFor();
const places = 'provisioning people roles teams takeovers reconciler leavers log why settings profile'.split(' ');

/** Somebody, and a team of the folder; the log has heard of them. */
async function furnished() {
  const account = await newAccount();
  const { body } = await account.scim.create('ann@faults.example', { displayName: 'Ann Lee' });
  await pushGroup(account.scim, 'Design', [String(body.id)]);
  const admin = await adminOf(account);
  const known = async () => (await admin.get('/audit/entries?type=user.created&by=folder')).body.entries.length;
  await eventually(async () => (await known()) === 1, 'the log has the person');
  return account;
}

/** Opens pages anew. @returns those that say nothing of what they do not know */
async function silentPages(page: Page, concerned: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    concerned.map(async (place) => {
      const tab = await page.context().newPage();
      await tab.goto(`${admins.url}/${place}`);
      await tab.locator('h1, [role=alert]').first().waitFor();
      await tab.locator('[aria-busy=true]').first().waitFor({ state: 'detached', timeout: 20_000 });
      const says = (await tab.locator('[role=alert], [data-away]').count()) > 0;
      await tab.close();
      return says ? [] : [place];
    }),
  );
  return found.flat();
}

test.each([
  ['user-service', 'people', 'people', 'Ann Lee', places],
  ['team-service', 'teams', 'teams', 'Design', ['teams', 'takeovers', 'reconciler']],
  ['token-service', 'provisioning', 'tokens', 'Okta', ['provisioning']],
  ['audit-service', 'log', 'log', 'ann@faults.example', ['log']],
] as const)(
  'without %s the page %s says so, keeps what it shows as old, and offers nothing that cannot be done',
  async (service, place, part, shown, concerned) => {
    const account = await furnished();
    const page = await admins.adminPage(account, `/${place}`);
    await page.getByRole('main').getByText(shown).first().waitFor();
    await isLive(page);
    const before = await offered(page).count();
    const start = await kill(service);
    try {
      proxy.reset(); // a stream that begins anew asks for everything anew
      await page.locator(`[data-away~=${part}]`).waitFor({ timeout: 20_000 });
      await page.getByText('Shown is what was true at').first().waitFor({ timeout: 20_000 });
      expect(await page.getByRole('main').getByText(shown).count()).toBeGreaterThan(0);
      expect(await offered(page).count()).toBe(0);
      expect(await silentPages(page, concerned)).toEqual([]);
    } finally {
      start();
    }
    await page.locator('[data-away]').waitFor({ state: 'detached', timeout: 40_000 });
    await page.getByText('Shown is what was true at').first().waitFor({ state: 'detached', timeout: 40_000 });
    await isLive(page);
    expect(await offered(page).count()).toBe(before);
  },
  120_000,
);

test('without Kafka nothing can be changed, and nothing is offered; afterwards it is done', async () => {
  const account = await furnished();
  const page = await admins.adminPage(account, '/teams');
  await page.getByText('Design').first().waitFor();
  await isLive(page);
  const kafka = await pidOf('kafka');
  process.kill(kafka, 'SIGSTOP'); // it answers nobody, and nothing starts it again
  try {
    await page.locator('[data-away~=changes]').waitFor({ timeout: 90_000 }); // a watch is silent for 20 s before it is given up
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

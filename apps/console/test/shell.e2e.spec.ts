import { expect, test } from 'vitest';
import { accessibilityFaults, accessibilityFaultsAnywhere, consoleAt } from '../../../tests/support/console.js';
import { stack } from '../../../tests/support/stack.js';

const { newAccount, workspaceUrl } = await stack();
const admins = consoleAt(workspaceUrl);

test('an address of the console leads to the sign-in, and back after it', async () => {
  const account = await newAccount();
  const page = await (await admins.newBrowser()).newPage();
  await page.goto(`${admins.url}/people?search=ann`);
  await page.getByLabel('Account').fill(account.slug);
  await page.getByLabel('E-mail address').fill(account.adminEmail);
  await page.getByLabel('Password').fill(account.adminPassword);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'People' }).waitFor();
  expect(page.url()).toBe(`${admins.url}/people?search=ann`);
});

test('the address that the start prints has the account in it', async () => {
  const account = await newAccount();
  const page = await (await admins.newBrowser()).newPage();
  await page.goto(`${admins.url}/?account=${account.slug}`);
  await page.getByLabel('E-mail address').fill(account.adminEmail);
  await page.getByLabel('Password').fill(account.adminPassword);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Provisioning' }).waitFor();
});

test('whatever is wrong at the sign-in, the sentence is the same', async () => {
  const account = await newAccount();
  const page = await (await admins.newBrowser()).newPage();
  const sentences = [];
  for (const [slug, userName] of [
    [account.slug, account.adminEmail],
    ['nobody-has-this', account.adminEmail],
    [account.slug, 'nobody@acme.example'],
  ] as const) {
    await page.goto(`${admins.url}/sign-in?account=${slug}`);
    await page.getByLabel('E-mail address').fill(userName);
    await page.getByLabel('Password').fill('wrong-password-1');
    await page.keyboard.press('Enter');
    sentences.push(await page.getByRole('alert').locator('p').first().textContent());
  }
  expect(new Set(sentences).size).toBe(1);
});

test('the page has the strict policy, and the API none of it', async () => {
  const answer = await fetch(`${admins.url}/`);
  expect(answer.headers.get('content-security-policy')).toContain("trusted-types 'none'");
  expect(answer.headers.get('cross-origin-opener-policy')).toBe('same-origin');
  expect(await answer.text()).not.toMatch(/<script(?![^>]*src=)|<style|style=/);
  expect((await fetch(`${admins.url}/assets/none.js`)).status).toBe(404);
  expect((await fetch(`${admins.url.replace('/console', '')}/`, { redirect: 'manual' })).headers.get('location')).toBe(
    '/console/',
  );
});

test('the page of the API has its style in a file, and nothing else', async () => {
  const page = await (await admins.newBrowser()).newPage();
  const answer = await page.goto(admins.url.replace(/console$/, 'api/docs'));
  const policy = answer?.headers()['content-security-policy'] ?? '';
  expect(policy).toContain("style-src 'self'");
  expect(policy).not.toMatch(/unsafe|sha256|nonce|script-src/);
  expect(await answer?.text()).not.toMatch(/<script|<style|style=/);
  const lines = () => page.evaluate<string>(`getComputedStyle(document.querySelector('table')).borderCollapse`);
  expect(await lines()).toBe('collapse');
});

test('single keys lead to every page, and a page that is loaded again loads next to nothing', async () => {
  const account = await newAccount();
  const page = await admins.adminPage(account, '/profile');
  const on = (name: string) => page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
  await on('Your profile');
  for (const [key, name] of [
    ['p', 'Provisioning'],
    ['u', 'People'],
    ['o', 'Roles'],
    ['t', 'Teams'],
    ['k', 'Takeovers'],
    ['r', 'Reconciler'],
    ['v', 'Leavers'],
    ['l', 'Log'],
    ['y', 'Why?'],
    ['s', 'Settings'],
  ] as const) {
    await page.keyboard.press('g');
    await page.keyboard.press(key);
    await on(name);
  }
  await page.reload();
  await on('Settings');
  const bytes =
    await page.evaluate<number>(`[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
    .filter(({ name }) => !name.includes('/api/')).reduce((sum, { transferSize }) => sum + transferSize, 0)`);
  expect(bytes).toBeLessThan(5_000);
});

test('a gateway with a newer console is said, and one button loads it', async () => {
  const account = await newAccount();
  const page = await admins.adminPage(account, '/profile');
  await page.getByRole('img', { name: 'What you see is live' }).waitFor();
  let hellos = 0;
  const hello = (build: string) =>
    `retry: 50\n\nevent: hello\ndata: ${JSON.stringify({ build, serverTime: '', sessionExpiresAt: '' })}\n\n`;
  await page.route('**/api/events', (route) => {
    hellos += 1;
    return route.fulfill({ contentType: 'text/event-stream', body: hello(hellos === 1 ? 'before' : 'after') });
  });
  await page.reload();
  const note = page.getByText('There is a newer version of this console.');
  await note.waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.unroute('**/api/events');
  await page.getByRole('button', { name: 'Reload' }).click();
  await note.waitFor({ state: 'detached' });
  await page.getByRole('img', { name: 'What you see is live' }).waitFor();
});

test('the sign-in and the frame can be used by everybody, and reached on a narrow screen', async () => {
  const account = await newAccount();
  const page = await (await admins.newBrowser({ width: 390 })).newPage();
  await page.goto(`${admins.url}/sign-in`);
  await page.getByRole('button', { name: 'Sign in' }).waitFor();
  expect(await accessibilityFaultsAnywhere(page)).toEqual([]);
  await admins.signIn(page, account);
  expect(await accessibilityFaultsAnywhere(page)).toEqual([]);
});

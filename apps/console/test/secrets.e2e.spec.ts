import { expect, test } from 'vitest';
import { consoleAt } from '../../../tests/support/console.js';
import { keyboardOn } from '../../../tests/support/keyboard.js';
import { stack } from '../../../tests/support/stack.js';
import { keptByPage } from './kept-by-page.js';

const { newAccount, workspaceUrl, allIsHeard, dumpDatabases, dumpLogs, dumpTopics } = await stack();
const admins = consoleAt(workspaceUrl);

const fiveMinutes = 300_000;

test('a token, a link and the secret of a webhook are afterwards nowhere; and nowhere at once when nobody looks for five minutes', async () => {
  const account = await newAccount();
  const page = await admins.adminPage(account, '/provisioning');
  const keys = keyboardOn(page);
  const secrets: string[] = [];
  /** Of the dialog that is open. */
  const shown = async (label: string) => {
    await keys.press(`Show: ${label}`);
    const secret = (await page.locator('[data-secret]').textContent()) ?? '';
    expect(secret.length).toBeGreaterThan(20);
    secrets.push(secret.split('#').at(-1) ?? secret);
  };
  const isNowhere = async () => {
    const all = await keptByPage(page);
    expect(secrets.filter((secret) => all.includes(secret))).toEqual([]);
  };

  await keys.press('Generate token');
  await keys.type('Name', 'Entra');
  await keys.press('Generate');
  await shown('Token');
  await keys.keepSecret();
  await page.getByRole('rowheader', { name: 'Entra' }).waitFor();
  await isNowhere();

  await page.goto(`${admins.url}/people`);
  await keys.press('Invite');
  await keys.type('E-mail address', `zoe@${account.slug}.example`);
  await keys.type('Given name', 'Zoe');
  await keys.type('Family name', 'Zapf');
  await keys.press('Invite');
  await shown('Password link');
  await keys.keepSecret();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await isNowhere();

  await page.clock.install();
  await page.goto(`${admins.url}/settings`);
  await keys.press('Add webhook');
  await keys.type('Address of the receiver', 'https://hooks.example.com/secrets');
  await keys.press('Add');
  await shown('Secret');
  await page.evaluate(() => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => true });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await page.clock.fastForward(fiveMinutes - 10_000);
  expect(await page.locator('[data-secret]').count()).toBe(1);
  await page.clock.fastForward(20_000);
  await page.locator('[data-secret]').waitFor({ state: 'detached' });
  await isNowhere();

  await allIsHeard();
  const everything = (await Promise.all([dumpTopics(), dumpDatabases(), dumpLogs()])).join('\n');
  expect(everything).toContain(account.slug);
  expect(secrets.filter((secret) => everything.includes(secret.slice(-20)))).toEqual([]);
}, 60_000);

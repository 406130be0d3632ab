import { eventually } from '@rollcall/testing';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { consoleAt } from '../../../tests/support/console.js';
import { stack } from '../../../tests/support/stack.js';
import { password, pushGroup, workspaceAt, type Account } from '../../../tests/support/workspace.js';

// Whoever is signed in clicks on everything that is drawn, on every page that links lead to: the API refuses none of it as not allowed.
const { newAccount, workspaceUrl } = await stack();
const admins = consoleAt(workspaceUrl);
const workspace = workspaceAt(workspaceUrl);

/** Ends the visit; it is allowed to everybody. */
const leaving = /^(Sign out|Deutsch|English)$/;
const inside = 'main, nav';
const overlays = '[role=dialog], [role=alertdialog], [role=menu]';

test.each(['admin', 'member', 'viewer', 'guest'] as const)(
  '%s: nothing that is drawn is refused',
  async (userType) => {
    const account = await furnishedAccount();
    const userName = `click@${account.slug}.example`;
    await workspace.join(account, await workspace.adminOf(account), userName, userType);
    const context = await admins.newBrowser();
    const refusals = refusalsOf(context);
    const page = await context.newPage();
    await admins.signIn(page, account, userName, password);
    const visited = await visitAll(page);
    expect(refusals).toEqual([]);
    expect(visited).toContain('/console/profile');
    expect(visited.length).toBeGreaterThan({ admin: 9, member: 3, viewer: 3, guest: 0 }[userType]);
  },
  240_000,
);

test('the address of a page that is not for somebody says so, and asks the API for nothing', async () => {
  const account = await newAccount();
  const userName = `guest@${account.slug}.example`;
  await workspace.join(account, await workspace.adminOf(account), userName, 'guest');
  const context = await admins.newBrowser();
  const refusals = refusalsOf(context);
  const page = await context.newPage();
  await admins.signIn(page, account, userName, password);
  for (const path of ['/people', '/settings', `/people/${account.adminId}`]) {
    await page.goto(admins.url + path);
    await page.getByRole('heading', { name: 'There is no such page' }).waitFor();
  }
  expect(refusals).toEqual([]);
});

/** With something on every page: people, a role, teams of both kinds. */
async function furnishedAccount(): Promise<Account> {
  const account = await newAccount();
  const role = await account.newRole('Editor', 'member');
  const ids: string[] = [];
  for (const name of ['ann', 'ben']) {
    const { body } = await account.scim.send('POST', '/Users', {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
      userName: `${name}@${account.slug}.example`,
      name: { givenName: name, familyName: 'Lee' },
      userType: role.id,
    });
    ids.push(body.id as string);
  }
  await pushGroup(account.scim, 'Sales', ids);
  await account.createTeam('Design');
  return account;
}

/** What the API refuses as not allowed, as it comes. To ask for the password again is no such refusal. */
function refusalsOf(context: BrowserContext): string[] {
  const refusals: string[] = [];
  context.on('response', (response) => {
    if (response.status() !== 403 || !response.url().includes('/api/')) return;
    void response
      .json()
      .catch(() => ({}))
      .then((body: { code?: string }) => {
        if (body.code === 'confirmation-needed') return;
        refusals.push(`${response.request().method()} ${response.url()} on ${response.frame().url()}`);
      });
  });
  return refusals;
}

const kindOf = (address: string) =>
  new URL(address).pathname.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ':id').replace(/\/$/, '') || '/console';

/** Visits one page of each kind that links and rows lead to, and clicks on everything there. @returns their kinds */
async function visitAll(page: Page): Promise<string[]> {
  const kinds = new Set<string>();
  const waiting = [page.url()];
  for (let address = waiting.shift(); address !== undefined; address = waiting.shift()) {
    if (kinds.has(kindOf(address))) continue;
    await visit(page, address);
    kinds.add(kindOf(address));
    kinds.add(kindOf(page.url()));
    waiting.push(...(await linksOf(page)));
    await clickButtons(page, address);
    const row = page.locator('[role=table] [role=row][tabindex]').first();
    if (await row.isVisible()) {
      await row.click();
      await settled(page);
      waiting.push(page.url(), ...(await linksOf(page)));
      await clickButtons(page, page.url());
    }
  }
  return [...kinds];
}

const linksOf = (page: Page) =>
  page.evaluate<string[]>(
    `[...document.querySelectorAll('main a[href^="/console/"], nav a[href^="/console/"]')].map((link) => link.href)`,
  );

const buttonsOf = (page: Page) =>
  page.evaluate<string[]>(`[...new Set([...document.querySelectorAll('main button, nav button')]
    .filter((button) => !button.disabled && button.checkVisibility())
    .map((button) => (button.getAttribute('aria-label') ?? button.textContent).trim()))]`);

/** Until the page has its heading and waits for no answer, also not to what a button began. */
async function settled(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await eventually(
    async () => (await page.locator('[aria-busy=true], [data-pending]').count()) === 0,
    'nothing is waited for',
  );
}

/** Goes to a page. What dialogs are drawn with is loaded with the first of them: from then on a click opens one at once. */
async function visit(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await settled(page);
  await page.keyboard.press('Control+k');
  await page.locator('[role=dialog]').waitFor();
  await closeOverlays(page);
}

/** Clicks on every button of a page, and in the menus that open; dialogs are looked at and closed. */
async function clickButtons(page: Page, address: string): Promise<void> {
  const labels = await buttonsOf(page);
  for (const [index, label] of labels.entries()) {
    if (leaving.test(label)) continue;
    const button = page.locator(inside).getByRole('button', { name: label, exact: true }).first();
    await press(page, button);
    await clickMenu(page, button);
    if (page.url() !== address && index < labels.length - 1) {
      await visit(page, address);
    }
  }
}

async function press(page: Page, button: Locator): Promise<void> {
  if (!(await button.isVisible())) return;
  await settled(page);
  // One that is disabled although nothing is waited for waits for an entry: it is none to click.
  if (await button.isDisabled({ timeout: 1_000 }).catch(() => true)) return;
  await clickIn(page, button);
  await settled(page);
}

/** Clicks on what may be gone at any moment. What was clicked before may open a dialog only now, over it: that is closed first. */
async function clickIn(page: Page, button: Locator): Promise<void> {
  const click = () => button.click({ timeout: 3_000 });
  await click().catch(async (error: unknown) => {
    // What was done before may have taken it away, or it waits for an entry.
    if (!(await button.isEnabled({ timeout: 1_000 }).catch(() => false))) return;
    if ((await count(page)) === 0) throw error;
    await closeOverlays(page);
    await click();
  });
}

/**
 * Opens a menu, again and again: a page or a dialog that comes late may close it, or lie over it.
 * @returns false where the entry is not there any more: what was chosen before may have taken it away
 */
async function offers(page: Page, opener: Locator, entry: Locator, item: string): Promise<boolean> {
  const items = page.locator('[role=menuitem]');
  let isOffered = false;
  await eventually(async () => {
    isOffered = await entry.isVisible();
    if (isOffered || (await items.count()) > 0 || !(await opener.isVisible())) return true;
    if ((await count(page)) > 0) await closeOverlays(page);
    else await clickIn(page, opener);
    return false;
  }, `“${item}” can be chosen, or is gone`);
  return isOffered;
}

/** What a button has opened: each item of a menu is chosen in its turn, and what is over the page then closed. */
async function clickMenu(page: Page, opener: Locator): Promise<void> {
  const items = await page.locator('[role=menuitem]').allTextContents();
  for (const item of items) {
    const entry = page.locator('[role=menuitem]', { hasText: item }).first();
    if (!(await offers(page, opener, entry, item))) continue;
    await entry.click({ timeout: 5_000 });
    await settled(page);
    await closeOverlays(page);
  }
  await closeOverlays(page);
}

/** Esc closes what is over the page, but a secret that is shown once: that has a button. */
async function closeOverlays(page: Page): Promise<void> {
  for (let open = await count(page); open > 0; open = await count(page)) {
    await page.keyboard.press('Escape');
    const last = page.locator(overlays).nth(open - 1);
    const isClosed = await last.waitFor({ state: 'detached', timeout: 2_000 }).then(
      () => true,
      () => false,
    );
    if (!isClosed) await last.getByRole('button', { name: /^(Close|Cancel)$/ }).click();
  }
}

const count = (page: Page) => page.locator(overlays).count();

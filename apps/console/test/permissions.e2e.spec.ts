import { eventually } from '@rollcall/testing';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { consoleAt } from '../../../tests/support/console.js';
import { furnish } from '../../../tests/support/furnished-account.js';
import { closeOverlays } from '../../../tests/support/overlays.js';
import { stack } from '../../../tests/support/stack.js';
import { goWithin, settled } from '../../../tests/support/within-console.js';
import { password, workspaceAt } from '../../../tests/support/workspace.js';

// Whoever is signed in clicks on everything that is drawn, on every page that links lead to: the API refuses none of it as not allowed.
const { newAccount, workspaceUrl } = await stack();
const admins = consoleAt(workspaceUrl);
const workspace = workspaceAt(workspaceUrl);

/** Ends the visit; it is allowed to everybody. */
const leaving = /^(Sign out|Deutsch|English)$/;
const furnished = await newAccount();
const admin = await workspace.adminOf(furnished);
const { paths } = await furnish(furnished, admin);

test.each(['guest', 'viewer', 'member', 'admin'] as const)(
  '%s: nothing that is drawn is refused',
  async (userType) => {
    const userName = `click-${userType}@${furnished.slug}.example`;
    await workspace.join(furnished, admin, userName, userType);
    const context = await admins.newBrowser();
    const refusals = refusalsOf(context);
    const page = await context.newPage();
    await admins.signIn(page, furnished, userName, password);
    const { kinds: visited, unmarked, writable } = await visitAll(page);
    expect(refusals).toEqual([]);
    expect([...unmarked]).toEqual([]);
    // Others than admins change nothing but what is their own.
    if (userType !== 'admin') expect(writable.filter((kind) => kind !== '/console/profile')).toEqual([]);
    expect(visited).toContain('/console/profile');
    expect(visited.length).toBeGreaterThan({ admin: 15, member: 4, viewer: 4, guest: 0 }[userType]);
  },
  120_000,
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

/** What a visit has seen. */
interface Walk {
  readonly page: Page;
  /** Buttons, by the kind of their page and their names. */
  readonly pressed: Set<string>;
  /** What was sent since the last button. */
  readonly writes: string[];
  /** Buttons that change something, or open a dialog that does, and have no `data-write`. */
  readonly unmarked: Set<string>;
}

/** Visits one page of each kind that links, rows and things lead to, and clicks on everything there. */
async function visitAll(page: Page) {
  const kinds = new Set<string>();
  const writable: string[] = [];
  const walk: Walk = { page, pressed: new Set(), writes: [], unmarked: new Set() };
  page.on('request', (request) => {
    if (request.method() !== 'GET') walk.writes.push(request.url());
  });
  await openFirstDialog(page);
  await pressAll(walk, page.url(), 'nav');
  walk.unmarked.clear(); // what the navigation opens leads elsewhere
  const waiting = [page.url(), ...paths.map((path) => admins.url + path)];
  for (let address = waiting.shift(); address !== undefined; address = waiting.shift()) {
    if (kinds.has(kindOf(address))) continue;
    await goWithin(page, address);
    kinds.add(kindOf(address));
    kinds.add(kindOf(page.url()));
    waiting.push(...(await linksOf(page)));
    if ((await page.locator('main [data-write]').count()) > 0) writable.push(kindOf(page.url()));
    await pressAll(walk, address, 'main');
    const row = page.locator('[role=table] [role=row][tabindex]').first();
    if (await press(page, row)) {
      waiting.push(page.url(), ...(await linksOf(page)));
      await pressAll(walk, page.url(), 'main');
    }
  }
  return { kinds: [...kinds], unmarked: walk.unmarked, writable };
}

const linksOf = (page: Page) =>
  page.evaluate<string[]>(
    `[...document.querySelectorAll('main a[href^="/console/"], nav a[href^="/console/"]')].map((link) => link.href)`,
  );

/** What dialogs are drawn with is loaded with the first of them: from then on a click opens one at once. */
async function openFirstDialog(page: Page): Promise<void> {
  await settled(page);
  await page.keyboard.press('Control+k');
  await page.locator('[role=dialog]').waitFor();
  await closeOverlays(page);
}

interface Pressable {
  readonly label: string;
  readonly isWrite: boolean;
}

const buttonsIn = (page: Page, place: string) =>
  page.evaluate<Pressable[]>(`[...document.querySelectorAll('${place} button')]
    .filter((button) => !button.disabled && button.checkVisibility())
    .map((button) => ({
      label: (button.getAttribute('aria-label') ?? button.textContent).trim(),
      isWrite: button.hasAttribute('data-write'),
    }))`);

/**
 * Presses each button within a place that was not pressed on a page of this kind yet, and chooses each entry of the menus that open;
 * dialogs are looked at and closed.
 */
async function pressAll(walk: Walk, address: string, place: string): Promise<void> {
  const { page, pressed, writes, unmarked } = walk;
  for (const { label, isWrite } of await buttonsIn(page, place)) {
    const name = `${kindOf(address)} ${label}`;
    if (leaving.test(label) || pressed.has(name)) continue;
    pressed.add(name);
    writes.length = 0;
    const button = page.locator(place).getByRole('button', { name: label, exact: true }).first();
    if (!(await press(page, button))) continue;
    const forms = page.locator('[role=alertdialog], [role=dialog]:has(button[type=submit])');
    if (!isWrite && (writes.length > 0 || (await forms.count()) > 0)) unmarked.add(name);
    const entries = await page.locator('[role=menuitem]').allTextContents();
    for (const entry of entries) await choose(page, button, entry);
    await closeOverlays(page);
    if (page.url() !== address) await goWithin(page, address);
  }
}

/** @returns false where it is gone or disabled: what was pressed before may have taken it away, or it waits for an entry */
async function press(page: Page, button: Locator): Promise<boolean> {
  const isThere = async () =>
    (await button.isVisible()) && (await button.isEnabled({ timeout: 500 }).catch(() => false));
  const outcome = await eventually(async () => {
    await closeOverlays(page); // also what opened late: the rest of the page cannot be pressed beside it
    if (!(await isThere())) return 'gone';
    await button.click({ timeout: 2_000 });
    return 'pressed';
  }, 'a button can be pressed, or is gone');
  if (outcome === 'gone') return false;
  await settled(page);
  return true;
}

/** Chooses an entry of a menu, which is opened for it where it is not open any more. */
async function choose(page: Page, opener: Locator, label: string): Promise<void> {
  const entry = page.getByRole('menuitem', { name: label, exact: true });
  if (!(await entry.isVisible()) && !(await press(page, opener))) return;
  if (!(await entry.isVisible())) return; // what was chosen before has taken it away
  await entry.click({ timeout: 5_000 });
  await settled(page);
}

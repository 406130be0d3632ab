import { eventually } from '@rollcall/testing';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { accessibilityFaults, accessibilityFaultsAnywhere, consoleAt } from '../../../tests/support/console.js';
import { furnish } from '../../../tests/support/furnished-account.js';
import { closeOverlays, overlays } from '../../../tests/support/overlays.js';
import { stack } from '../../../tests/support/stack.js';
import { workspaceAt } from '../../../tests/support/workspace.js';

// Every text of ours is longer and within ⟦…⟧ in the pseudo-language. What stands outside of the marks must be data: what the API has
// answered, or a time or a number.
const { newAccount, workspaceUrl } = await stack();
const admins = consoleAt(workspaceUrl);
const { adminOf } = workspaceAt(workspaceUrl);
/** What ends the session, or leaves the page. */
const leaving = /Sígn óut|Rélóád|Cópy/;

const account = await newAccount();
const { paths: ofThings } = await furnish(account, await adminOf(account));
const places = 'provisioning people roles teams takeovers reconciler leavers log why settings profile'.split(' ');
const withSession = [...places.map((place) => `/${place}`), `/people/${account.adminId}`, ...ofThings];
const withoutSession = ['/sign-in', '/set-up', '/set-password'];

/** Words of times and lengths of time, names of languages and themes of `Intl`, and what other products call things. */
const ofTimes =
  /\b(?:\d+|[ap]m|mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec|ago|in|now|utc|secs?|min|hrs?|days?|ms|and|yesterday|tomorrow|deutsch|english|ctrl|esc|https?)\b/gi;

/** What React Aria says to screen readers by itself, in the languages that there are. */
const ariaOwn = 'Dismiss';
const widths = [1440, 390];
/** Colours are the same on wide and on narrow pages, and all else in the dark and in the light. */
const pageWays = [
  ['light', 1440],
  ['dark', 390],
] as const;

/** A page's address without what it is about. Buttons of pages of one kind are pressed once. */
const kindOf = (path: string) => path.replaceAll(/[0-9a-f-]{36}/g, ':id').replace(/\?.*/, '');

/** Buttons that were pressed: those of the navigation are on every page. */
const pressed = new Set<string>();

/** An admin's page in the pseudo-language, and what the API has answered to it by now. */
async function pageInMarks() {
  const page = await admins.adminPage(account, '/profile', { language: 'en-XA' });
  const answered = new Set<string>([account.slug, account.adminEmail, 'Rollcall', ariaOwn]);
  page.on('response', (response) => {
    if (!response.url().includes('/api/') || response.url().includes('/api/events')) return;
    void response.json().then(
      (body: unknown) => stringsOf(body).forEach((text) => answered.add(text)),
      () => undefined,
    );
  });
  await page.getByRole('heading', { level: 1 }).waitFor();
  return { page, answered };
}

describe('every page and dialog shows only texts that can be translated, has room for longer ones, wide and narrow, and can be used by everybody', () => {
  test.for(['?', 'Control+k'])('what %s opens', async (key) => {
    const { page, answered } = await pageInMarks();
    await page.keyboard.press(key);
    await page.getByRole('dialog').waitFor();
    expect(await faultsOfOpened({ page, path: `key ${key}`, answered })).toEqual([]);
  });

  const pages = withSession.map((path) => [kindOf(path), path] as const);
  test.for(pages)('%s with its dialogs', { timeout: 120_000 }, async ([, path]) => {
    const { page, answered } = await pageInMarks();
    await page.goto(admins.url + path);
    const faults = await faultsOf(page, path, answered);
    faults.push(...(await faultsOfDialogs({ page, path, answered }, pressed)));
    expect(faults).toEqual([]);
  });

  test.for(withoutSession)('%s', async (path) => {
    const { page, answered } = await pageInMarks();
    await page.context().clearCookies();
    await page.goto(admins.url + path);
    expect(await faultsOf(page, path, answered)).toEqual([]);
  });
});

test('German is chosen by the browser, with its words and numbers', async () => {
  const page = await admins.adminPage(account, '/people', { language: 'de' });
  await page.getByRole('heading', { level: 1, name: 'Personen' }).waitFor();
  expect(await page.locator('html').getAttribute('lang')).toBe('de');
  await page.getByRole('table', { name: 'Personen' }).getByText('Administrator').waitFor();
  await page.goto(`${admins.url}/provisioning`);
  const notices = page.getByRole('list', { name: 'Hinweise' });
  await notices.getByText(/lieg(?:t|en) über der Grenze/).waitFor();
  await notices.getByText('eine Gruppe gesendet, die das Team „Design“ übernehmen würde.').waitFor();
});

/** What is asked of whatever opens over a page, which is narrow. */
interface Opened {
  readonly page: Page;
  readonly path: string;
  readonly answered: ReadonlySet<string>;
}

/** Presses each button of the page on a narrow screen, and looks at what opens; also at what entries of menus and dialogs lead to. */
async function faultsOfDialogs({ page, path, answered }: Opened, pressed: Set<string>): Promise<string[]> {
  const faults: string[] = [];
  const lookAt = async (label: string, opener: Locator): Promise<Locator | undefined> => {
    const opened = await openedOnPage(page, opener);
    if (opened) faults.push(...(await faultsOfOpened({ page, path: `${path}, ${label}`, answered })));
    return opened;
  };
  const [inNavigation, inPage] = [await labelsIn(page, 'nav'), await labelsIn(page, 'main')];
  const named = [...inNavigation.map((label) => ['', label]), ...inPage.map((label) => [kindOf(path), label])] as const;
  for (const [where = '', label = ''] of named) {
    if (pressed.has(`${where} ${label}`)) continue;
    pressed.add(`${where} ${label}`);
    const button = page.getByRole('button', { name: label, exact: true }).first();
    const opened = await lookAt(label, button);
    if (!opened) continue;
    const entries = await page.getByRole('menuitem').allTextContents();
    const steps = (await labelsIn(page, '[role=dialog]')).filter((step) => step.includes('…'));
    for (const step of [...entries, ...steps]) {
      if (!(await openedOnPage(page, button))) continue;
      const way = page.getByRole(entries.includes(step) ? 'menuitem' : 'button', { name: step, exact: true });
      if (await openedBy(page, way))
        faults.push(...(await faultsOfOpened({ page, path: `${path}, ${label}, ${step}`, answered })));
    }
  }
  await closeOverlays(page);
  return faults;
}

/** The names of buttons that can be pressed, without those that lead away. */
async function labelsIn(page: Page, place: string): Promise<readonly string[]> {
  const labels = await page.evaluate<string[]>(`[...new Set([...document.querySelectorAll('${place} button')]
    .filter((button) => !button.disabled && button.checkVisibility())
    .map((button) => (button.getAttribute('aria-label') ?? button.textContent).trim()))]`);
  return labels.filter((each) => !leaving.test(each));
}

/** Presses something of the page itself: beside what is over it, also what opened late, nothing of it can be pressed. */
const openedOnPage = (page: Page, opener: Locator) => openedBy(page, opener, () => closeOverlays(page));

/** Presses something. @returns what is over the page then; undefined where nothing is, or what was to be pressed has gone */
async function openedBy(page: Page, opener: Locator, prepare?: () => Promise<void>): Promise<Locator | undefined> {
  const outcome = await eventually(async () => {
    await prepare?.();
    if (!(await opener.isEnabled({ timeout: 500 }).catch(() => false))) return 'gone';
    await opener.click({ timeout: 2_000 });
    return 'pressed';
  }, 'a button can be pressed, or is gone');
  if (outcome === 'gone') return undefined;
  const opened = page.locator(overlays).last();
  return opened.waitFor({ timeout: 400 }).then(
    () => opened,
    () => undefined,
  );
}

async function faultsOfOpened({ page, path, answered }: Opened): Promise<string[]> {
  await page.locator(overlays).last().locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
  return [
    ...(await overflowing(page, path)),
    ...(await untranslated(page, path, answered)),
    ...(await accessibilityFaults(page)).map((fault) => `${path}: ${fault}`),
  ];
}

/** What is wider than its place, also a moment later: a page that has just got another width is not laid out yet. */
async function overflowing(page: Page, where: string): Promise<string[]> {
  const found = await wideIn(page, where);
  if (found.length === 0) return found;
  await page.evaluate('new Promise((done) => setTimeout(done, 250))');
  return wideIn(page, where);
}

async function wideIn(page: Page, where: string): Promise<string[]> {
  const wide = await page.evaluate<
    string[]
  >(`[document.documentElement, ...document.querySelectorAll('main, [role=dialog], [role=alertdialog]')]
    .filter((element) => element.scrollWidth > element.clientWidth + 1)
    .map((element) => {
      const { right } = element.getBoundingClientRect();
      const isCut = (each) => each !== element && (getComputedStyle(each).overflowX !== 'visible' || isCut(each.parentElement));
      const first = [...element.querySelectorAll('*')]
        .findLast((each) => each.checkVisibility() && each.getBoundingClientRect().right > right + 1 && !isCut(each.parentElement));
      return element.localName + ' ' + element.scrollWidth + ' > ' + element.clientWidth + ', as ' + (first?.outerHTML ?? '').slice(0, 160);
    })`);
  return wide.map((what) => `${where}: ${what}`);
}

/** What is wrong with the page that is open, wide and narrow, light and dark. */
async function faultsOf(page: Page, path: string, answered: ReadonlySet<string>): Promise<string[]> {
  const faults: string[] = [];
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 });
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
    faults.push(...(await overflowing(page, `${path} at ${width}`)));
  }
  faults.push(...(await accessibilityFaultsAnywhere(page, pageWays)).map((fault) => `${path}: ${fault}`));
  return [...faults, ...(await untranslated(page, path, answered))];
}

/** Texts that did not come from the texts, also a moment later: what was answered is noted when the page may show it already. */
async function untranslated(page: Page, where: string, answered: ReadonlySet<string>): Promise<string[]> {
  const found = await untranslatedNow(page, where, answered);
  if (found.length === 0) return found;
  await page.evaluate('new Promise((done) => setTimeout(done, 250))');
  return untranslatedNow(page, where, answered);
}

async function untranslatedNow(page: Page, where: string, answered: ReadonlySet<string>): Promise<string[]> {
  const shown = await page.evaluate<string[]>(`(() => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    while (texts.nextNode()) {
      const { data, parentElement } = texts.currentNode;
      if (!parentElement.closest('noscript, script, style, code, kbd, time, pre')) found.push(data);
    }
    for (const element of document.querySelectorAll('[aria-label], [placeholder]'))
      found.push(element.getAttribute('aria-label') ?? '', element.getAttribute('placeholder') ?? '');
    return found;
  })()`);
  const data = [...answered].join('\n').toLowerCase();
  const faults = shown
    .map((text) => [text, unmarked(text)] as const)
    .filter(([, left]) => left && !isData(left, data))
    .map(([text]) => `${where}: ${text}`);
  return [...new Set(faults)];
}

/** What of a text is outside of the marks, without times and numbers. */
function unmarked(text: string): string {
  let left = text;
  for (let before = ''; before !== left;) {
    before = left;
    left = left.replaceAll(/⟦[^⟦⟧]*⟧/g, ' ');
  }
  return left
    .replaceAll(ofTimes, ' ')
    .replaceAll(/[^\p{L}\p{N}@._:/ -]+/gu, ' ')
    .trim();
}

const isData = (left: string, data: string): boolean =>
  !/\p{L}/u.test(left) ||
  data.includes(left.toLowerCase()) ||
  left.split(/\s+/).every((word) => data.includes(word.toLowerCase()));

function stringsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(stringsOf);
}

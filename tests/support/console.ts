import { launchBrowser } from '@rollcall/testing';
import axe from 'axe-core';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterEach, expect } from 'vitest';
import type { Account } from './workspace.js';

export interface PageOptions {
  readonly theme?: 'light' | 'dark';
  readonly width?: number;
  readonly height?: number;
  /** A tag of the console's languages. */
  readonly language?: string;
}

/** One for all spec files of a worker: each test has contexts of its own. It ends with the worker. */
let shared: Promise<Browser> | undefined;

async function theBrowser(): Promise<Browser> {
  const browser = await shared?.catch(() => undefined);
  if (browser?.isConnected()) return browser;
  return (shared = launchBrowser());
}

/**
 * The console in a real browser. After each test, every page must have stayed clean: nothing that its policy refused, no request to
 * another origin, no exception.
 * @param workspaceUrl of the API, as in stack.json
 */
export function consoleAt(workspaceUrl: string) {
  const url = workspaceUrl.replace(/\/api$/, '/console');
  const contexts: BrowserContext[] = [];
  const faults: string[] = [];
  afterEach(async () => {
    await Promise.all(contexts.splice(0).map((context) => context.close()));
    expect(faults.splice(0)).toEqual([]);
  });

  /** A browser of somebody who was never here: no cookie, nothing stored. */
  const newBrowser = async (options: PageOptions = {}): Promise<BrowserContext> => {
    const { theme = 'light', width = 1440, height = 900, language } = options;
    const given: BrowserContextOptions = {
      locale: 'en-GB',
      timezoneId: 'UTC',
      reducedMotion: 'reduce',
      colorScheme: theme,
      viewport: { width, height },
      permissions: ['clipboard-read', 'clipboard-write'],
    };
    const context = await (await theBrowser()).newContext(given);
    contexts.push(context);
    const kept = `localStorage.setItem('rollcall.language', ${JSON.stringify(language)})`;
    // An empty page, which comes first, has no storage.
    if (language) await context.addInitScript(`if (location.protocol !== 'about:') ${kept};`);
    await watch(context, new URL(url).origin, faults);
    return context;
  };

  const signIn = async (
    page: Page,
    account: Account,
    userName = account.adminEmail,
    password = account.adminPassword,
  ) => {
    await page.goto(`${url}/sign-in?account=${account.slug}`);
    await page.getByLabel('E-mail address').fill(userName);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('navigation').waitFor();
  };

  return {
    url,
    faults,
    newBrowser,
    signIn,
    /** A page of an account's admin, signed in by the API; at `path` of the console. */
    adminPage: async (account: Account, path: string, options: PageOptions = {}): Promise<Page> => {
      const context = await newBrowser(options);
      const credentials = { account: account.slug, userName: account.adminEmail, password: account.adminPassword };
      const answer = await context.request.post(`${workspaceUrl}/sessions`, { data: credentials });
      expect(answer.ok()).toBe(true);
      const page = await context.newPage();
      await page.goto(url + path);
      return page;
    },
  };
}

/** Collects what must not happen on any page. */
async function watch(context: BrowserContext, origin: string, faults: string[]): Promise<void> {
  await context.exposeFunction('noteViolation', (text: string) => void faults.push(`refused by the policy: ${text}`));
  await context.addInitScript(`addEventListener('securitypolicyviolation', (event) =>
    noteViolation(event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sample));`);
  context.on('request', (request) => {
    if (!request.url().startsWith(origin) && !request.url().startsWith('data:'))
      faults.push(`asked elsewhere: ${request.url()}`);
  });
  context.on('weberror', (error) => faults.push(`exception: ${error.error().stack ?? error.error().message}`));
}

const wcagAndBestPractice = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** Parts of what axe looks at. */
const rules = {
  /** What depends on colours. All else is in the dark as in the light. */
  colours: ['color-contrast', 'link-in-text-block'],
  /** What something that lies over a page may change of the page. */
  over: ['color-contrast', 'link-in-text-block', 'target-size', 'region'],
};

interface Fault {
  readonly id: string;
  readonly help: string;
  readonly at: readonly string[];
}

/**
 * Pages have no frames: axe runs in them alone. It stays in a page, which is as much work as a run, until the page is loaded anew. What
 * React Aria says once to screen readers is left out: it may name a button that is gone.
 */
async function faultsBy(page: Page, runOnly: object): Promise<readonly Fault[]> {
  if (!(await page.evaluate<boolean>(`'axe' in window`))) await page.evaluate(axe.source);
  const options = JSON.stringify({ runOnly, resultTypes: ['violations'] });
  return page.evaluate<
    readonly Fault[]
  >(`axe.run({ exclude: [['[data-live-announcer]']] }, ${options}).then(({ violations }) =>
    violations.map(({ id, help, nodes }) => ({ id, help, at: nodes.map(({ html }) => html) })))`);
}

const sentences = (faults: readonly Fault[]) =>
  faults.map(({ id, help, at }) => `${id}: ${help} at ${at.join(' and ')}`);

/** What axe finds on a page, as sentences; none on a page that everybody can use (WCAG 2.2 AA and best practice). */
export const accessibilityFaults = async (page: Page): Promise<string[]> =>
  sentences(await faultsBy(page, { type: 'tag', values: wcagAndBestPractice }));

/** As `accessibilityFaults`, light and dark, wide and narrow, one after the other on the same page, which is as wide afterwards as before. */
export async function accessibilityFaultsAnywhere(page: Page, ways = allWays): Promise<string[]> {
  const found: string[] = [];
  const before = page.viewportSize();
  for (const [colorScheme, width, only] of ways) {
    await page.setViewportSize({ width, height: wholePage });
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const faults = only
      ? sentences(await faultsBy(page, { type: 'rule', values: rules[only] }))
      : await accessibilityFaults(page);
    found.push(...faults.map((fault) => `${colorScheme}, ${width} px: ${fault}`));
  }
  if (before) await page.setViewportSize(before);
  return found;
}

/** So high that nothing lies under the bar at the bottom of a telephone. */
const wholePage = 2_400;

type Way = readonly [colorScheme: 'light' | 'dark', width: number, only?: keyof typeof rules];

/** For dialogs, which are the same inside however wide the page is. */
export const twoWays: readonly Way[] = [
  ['dark', 390],
  ['light', 1440],
];
const allWays: readonly Way[] = [
  ['light', 390],
  ['dark', 390, 'colours'],
  ['dark', 1440],
  ['light', 1440, 'colours'],
];

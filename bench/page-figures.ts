import type { BrowserContext, Page } from 'playwright-core';

/** What the first load of a page costs. */
export interface PageFigures {
  /** Largest Contentful Paint. */
  readonly lcpMs: number;
  /** From the beginning of the navigation until a key has opened what it opens. */
  readonly keyMs: number;
  /** The longest task until then, and after that. */
  readonly longestTaskMs: number;
  readonly longestTaskAfterMs: number;
  /** Cumulative Layout Shift. */
  readonly cls: number;
}

/** How much slower the processor seems to be. */
export const throttling = 4;
/** So long it is looked at after the key was answered. */
const afterMs = 4_000;

/** Notes what the browser tells of a page, from its beginning on. */
const observe = `
  globalThis.noted = { lcp: 0, cls: 0, tasks: [] };
  const watch = (type, note) =>
    new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true });
  watch('largest-contentful-paint', ({ startTime }) => (noted.lcp = startTime));
  watch('layout-shift', ({ value, hadRecentInput }) => (noted.cls += hadRecentInput ? 0 : value));
  watch('longtask', ({ startTime, duration }) => noted.tasks.push([startTime, duration]));
`;

/**
 * Measures two first loads of a page of somebody who is signed in, on a slow processor: a key ends the search for what is painted last.
 * @param newContext a browser that was never here
 */
export async function pageFigures(newContext: () => Promise<BrowserContext>, url: string): Promise<PageFigures> {
  const looked = await load(newContext, url, (page) => page.getByRole('heading', { level: 1 }).waitFor());
  const used = await load(newContext, url, untilKeyAnswered);
  const { ready } = used;
  const longest = (from: number, to: number) =>
    Math.max(0, ...used.tasks.filter(([at]) => at >= from && at < to).map(([, length]) => length));
  const longestTasks = { longestTaskMs: longest(0, ready), longestTaskAfterMs: longest(ready, Infinity) };
  return { lcpMs: looked.lcp, cls: Math.max(looked.cls, used.cls), keyMs: ready, ...longestTasks };
}

interface Noted {
  readonly lcp: number;
  readonly cls: number;
  /** When each began, and how long it took. */
  readonly tasks: readonly (readonly [number, number])[];
}

/** @returns what the browser told from the beginning of the navigation until some seconds after `act`; `ready`: when that was done */
async function load(
  newContext: () => Promise<BrowserContext>,
  url: string,
  act: (page: Page) => Promise<void>,
): Promise<Noted & { readonly ready: number }> {
  const context = await newContext();
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: throttling });
  await page.addInitScript(observe);
  await page.goto(url, { waitUntil: 'commit' });
  await act(page);
  const ready = await page.evaluate<number>('performance.now()');
  await page.waitForTimeout(afterMs);
  const noted = await page.evaluate<Noted>('noted');
  await context.close();
  return { ...noted, ready };
}

/** The key for the list of keys: what it opens is loaded with it. */
async function untilKeyAnswered(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.keyboard.press('?');
  await page.getByRole('dialog').waitFor();
}

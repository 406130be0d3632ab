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

/** Measures the first load of a page of somebody who is signed in, on a slow processor. */
export async function pageFigures(context: BrowserContext, url: string): Promise<PageFigures> {
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: throttling });
  await page.addInitScript(observe);
  await page.goto(url, { waitUntil: 'commit' });
  const keyMs = await untilKeyAnswered(page);
  await page.waitForTimeout(afterMs);
  const { lcp, cls, tasks } = await page.evaluate<{ lcp: number; cls: number; tasks: [number, number][] }>('noted');
  const longest = (from: number, to: number) =>
    Math.max(0, ...tasks.filter(([at]) => at >= from && at < to).map(([, length]) => length));
  await page.close();
  return { lcpMs: lcp, keyMs, longestTaskMs: longest(0, keyMs), longestTaskAfterMs: longest(keyMs, Infinity), cls };
}

/** The key for the list of keys: what it opens is loaded with it. */
async function untilKeyAnswered(page: Page): Promise<number> {
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.keyboard.press('?');
  await page.getByRole('dialog').waitFor();
  return page.evaluate<number>('performance.now()');
}

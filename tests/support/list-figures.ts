import type { Page, Request, Response } from 'playwright-core';

/** What a long list does in a browser. */
export interface ListFigures {
  /** From the click on the link in the navigation until the first row shows somebody. */
  readonly firstRowsMs: number;
  /** From the key End, or the scroll bar at its end, until the last row shows somebody. */
  readonly lastRowMs: number;
  /** While it is scrolled: the 95th percentile, and the mean. */
  readonly frameP95Ms: number;
  readonly frameMeanMs: number;
  /** At any time. */
  readonly rowsAtOnce: number;
  readonly heapMb: number;
  /** In any second. */
  readonly requestsInASecond: number;
  /** Answers with 429. */
  readonly refused: number;
}

const framesScrolled = 120;
const stepPx = 1_200;

/**
 * Measures the list of people of somebody who is signed in, and whose page shows another one than that.
 * @param count how many people the list has
 * @param toEnd how its end is reached
 */
export async function listFigures(page: Page, count: number, toEnd: 'End' | 'drag'): Promise<ListFigures> {
  const asked: number[] = [];
  let refused = 0;
  const onRequest = (request: Request) => {
    if (request.url().includes('/api/users?')) asked.push(performance.now());
  };
  const onResponse = (response: Response) => {
    if (response.status() === 429) refused++;
  };
  page.on('request', onRequest).on('response', onResponse);
  const firstRowsMs = await page.evaluate<number>(untilRow('open', 2));
  const lastRowMs = await page.evaluate<number>(untilRow(toEnd, count + 1));
  await page.evaluate<number>(untilRow(toEnd === 'End' ? 'Home' : 'top', 2));
  const scrolled = await page.evaluate<{ frames: number[]; rowsAtOnce: number }>(scroll);
  const rowsNow = await page.locator('[role=row]').count();
  const heapMb = await heapOf(page);
  page.off('request', onRequest).off('response', onResponse);
  return {
    firstRowsMs,
    lastRowMs,
    frameP95Ms: percentile(scrolled.frames, 0.95),
    frameMeanMs: scrolled.frames.reduce((sum, each) => sum + each, 0) / scrolled.frames.length,
    rowsAtOnce: Math.max(scrolled.rowsAtOnce, rowsNow),
    heapMb,
    requestsInASecond: maxWithin(asked, 1_000),
    refused,
  };
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** How many of these moments lie within so long, at most. */
export function maxWithin(moments: readonly number[], lengthMs: number): number {
  return Math.max(0, ...moments.map((from) => moments.filter((at) => at >= from && at < from + lengthMs).length));
}

/** In the page: does something, and says how long it took until a row showed somebody. Text, because specs know no document. */
const untilRow = (act: 'open' | 'drag' | 'top' | 'Home' | 'End', row: number): string => `(async () => {
  const scroller = document.querySelector('[role=table] [role=rowgroup]:last-child');
  const began = performance.now();
  if (${JSON.stringify(act)} === 'open') document.querySelector('nav a[href$="/people"]').click();
  else if (${JSON.stringify(act)} === 'drag') scroller.scrollTo({ top: scroller.scrollHeight });
  else if (${JSON.stringify(act)} === 'top') scroller.scrollTo({ top: 0 });
  else {
    const row = scroller.querySelector('[role=row][tabindex="0"]');
    row.focus();
    row.dispatchEvent(new KeyboardEvent('keydown', { key: ${JSON.stringify(act)}, bubbles: true, cancelable: true }));
  }
  while (!document.querySelector('[role=row][aria-rowindex="${row}"] [role=cell]')?.textContent) {
    if (performance.now() - began > 30000) throw new Error('row ${row} did not come within 30 s after ${act}');
    await new Promise(requestAnimationFrame);
  }
  return performance.now() - began;
})()`;

/** In the page: scrolls on with each frame, and says how long frames took and how many rows there were. */
const scroll = `(async () => {
  const scroller = document.querySelector('[role=table] [role=rowgroup]:last-child');
  const frames = [];
  let rowsAtOnce = 0;
  let before = performance.now();
  for (let frame = 0; frame < ${framesScrolled}; frame++) {
    scroller.scrollBy(0, ${stepPx});
    await new Promise(requestAnimationFrame);
    const now = performance.now();
    frames.push(now - before);
    before = now;
    rowsAtOnce = Math.max(rowsAtOnce, document.querySelectorAll('[role=row]').length);
  }
  return { frames, rowsAtOnce };
})()`;

async function heapOf(page: Page): Promise<number> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('HeapProfiler.collectGarbage');
  await devtools.send('Performance.enable');
  const { metrics } = await devtools.send('Performance.getMetrics');
  await devtools.detach();
  return (metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? 0) / 1_048_576;
}

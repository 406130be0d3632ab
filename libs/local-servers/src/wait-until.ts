import { setTimeout } from 'node:timers/promises';

/** Asks `check` again and again, `every` so many milliseconds: whether it came true `within` so many. */
export async function waitUntil(
  check: () => boolean | Promise<boolean>,
  { within, every }: { readonly within: number; readonly every: number },
): Promise<boolean> {
  const deadline = performance.now() + within;
  while (!(await check())) {
    if (performance.now() >= deadline) return false;
    await setTimeout(every);
  }
  return true;
}

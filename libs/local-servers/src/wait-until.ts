import { setTimeout } from 'node:timers/promises';

/** Calls `check` every `every` milliseconds, and returns whether it became true `within` so many milliseconds. */
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

/**
 * Waits for work, but no longer than its time. The work itself is not stopped; what becomes of it later is nobody's concern any more.
 * @returns what the work gives in time, else what `onTimeout` gives
 * @throws what the work rejects with in time, else what `onTimeout` throws
 */
export function withTimeout<Result, Late>(
  work: Promise<Result>,
  timeoutMs: number,
  onTimeout: () => Late,
): Promise<Result | Late> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(Promise.try(onTimeout)), timeoutMs);
    work.finally(() => clearTimeout(timer)).then(resolve, reject);
  });
}

/** Resolves when the work has settled, however, or its time is over: for farewells, where what fails or hangs is left behind. */
export async function settledWithin(work: Promise<unknown>, timeoutMs: number): Promise<void> {
  await withTimeout(
    work.catch(() => undefined),
    timeoutMs,
    () => undefined,
  );
}

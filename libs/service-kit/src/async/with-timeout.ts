/**
 * Waits for work, at most for a time. The work itself is not stopped; its later outcome is ignored.
 * @returns the result of the work in time, otherwise what `onTimeout` returns
 * @throws the rejection of the work in time, otherwise what `onTimeout` throws
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

/**
 * Resolves when the work has settled in any way, or its time is over: for shutdowns, which ignore work that fails or
 * hangs.
 */
export async function settledWithin(work: Promise<unknown>, timeoutMs: number): Promise<void> {
  await withTimeout(
    work.catch(() => undefined),
    timeoutMs,
    () => undefined,
  );
}

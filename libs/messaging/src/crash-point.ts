const [target, hit = '1'] = process.env.NODE_ENV === 'test' ? (process.env.ROLLCALL_CRASH_POINT ?? '').split(':') : [];
let hits = 0;

/**
 * A place where tests let the process die: `ROLLCALL_CRASH_POINT=name:k` kills it, as a crash would, when `name` is reached for the
 * k-th time. Does nothing outside tests.
 */
export function crashPoint(name: string): void {
  if (target !== name) return;
  hits += 1;
  if (hits === Number(hit)) process.kill(process.pid, 'SIGKILL');
}

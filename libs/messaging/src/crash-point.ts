const [target, hit = '1'] = process.env.NODE_ENV === 'test' ? (process.env.ROLLCALL_CRASH_POINT ?? '').split(':') : [];
let hits = 0;

/**
 * A place where tests kill the process: with `ROLLCALL_CRASH_POINT=name:k`, reaching `name` for the k-th time ends it
 * as a crash would. Does nothing outside tests.
 */
export function crashPoint(name: string): void {
  if (target !== name) return;
  hits += 1;
  if (hits === Number(hit)) process.kill(process.pid, 'SIGKILL');
}

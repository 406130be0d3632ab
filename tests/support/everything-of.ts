import type { Account } from './workspace.js';
import type { stack } from './stack.js';

type Looking = Pick<Awaited<ReturnType<typeof stack>>, 'allIsHeard' | 'dumpDatabases' | 'dumpTopics'>;

/**
 * All that is stored of an account, and all that was said of it, but for when its tokens and sessions were used. What consumers note of
 * an event is there too, so every event is waited for.
 */
export async function everythingOf({ id }: Account, { allIsHeard, dumpDatabases, dumpTopics }: Looking) {
  await allIsHeard();
  const rows = (await dumpDatabases(id)).split('\n');
  const events = [await dumpTopics('rollcall.user.events'), await dumpTopics('rollcall.team.events')];
  const used = /^(token_uses|sessions|sign_in|user_sessions) /;
  const of = [...rows, ...events.join('\n').split('\n')];
  return of.filter((line) => line.includes(id) && !used.test(line)).sort();
}

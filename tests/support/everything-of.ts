import { isOfAuditLog } from './dumps.js';
import type { Account } from './workspace.js';
import type { stack } from './stack.js';

type Dumps = Pick<Awaited<ReturnType<typeof stack>>, 'dumpDatabases' | 'dumpTopics'>;

/**
 * All that is stored of an account, and all that was said of it, but for when its tokens and sessions were used and for
 * what consumers and the audit log note (they come to it late, and the events themselves are here).
 */
export async function everythingOf({ id }: Account, { dumpDatabases, dumpTopics }: Dumps): Promise<string[]> {
  const rows = (await dumpDatabases(id)).split('\n');
  const events = [await dumpTopics('rollcall.user.events'), await dumpTopics('rollcall.team.events')];
  const used = /^(token_uses|sessions|sign_in|user_sessions) /;
  const noted = /^(notices|notice_words) |^inbox .*"reply":null/;
  const of = [...rows, ...events.join('\n').split('\n')];
  const isCompared = (line: string) => !used.test(line) && !noted.test(line) && !isOfAuditLog(line);
  return of.filter((line) => line.includes(id) && isCompared(line)).sort();
}

import { inChunks, UserQueries, type Actor, type UserBrief } from '@rollcall/contracts';
import type { Queries } from '@rollcall/gateway-kit';
import type * as shown from '../contract/shapes.js';
import type { Call } from '../http/request-context.js';

/** So many one question may name. */
const briefsAtOnce = 5_000;

/** Names of many users at once; unknown users are left out. */
export async function briefsOf(
  queries: Queries,
  userIds: readonly string[],
  call: Call,
): Promise<readonly UserBrief[]> {
  const found: UserBrief[] = [];
  for (const some of inChunks(userIds, briefsAtOnce)) {
    const asked = { accountId: call.accountId, userIds: some, withNames: true };
    found.push(...(await queries.ask(UserQueries.briefs, asked, call)));
  }
  return found;
}

/** The people who are named beside other things: members, and the actors of changes. */
export class UserBriefs {
  private constructor(private readonly briefs: ReadonlyMap<string, UserBrief>) {}

  /** Fetches the names of all people of a page at once; unknown ones are left out. */
  static async ask(
    queries: Queries,
    { userIds, actors }: { readonly userIds: readonly string[]; readonly actors: readonly Actor[] },
    call: Call,
  ): Promise<UserBriefs> {
    const admins = actors.flatMap(({ kind, id }) => (kind === 'admin' ? [id] : []));
    const briefs = await briefsOf(queries, [...new Set([...userIds, ...admins])], call);
    return new UserBriefs(new Map(briefs.map((each) => [each.id, each])));
  }

  person(userId: string): shown.Person | undefined {
    const known = this.briefs.get(userId);
    if (!known) return undefined;
    const { id, userName, displayName, active } = known;
    return { id, userName, ...(displayName === undefined ? {} : { displayName }), active };
  }

  /** The person as part of an object; without `person` where the user is unknown. */
  named(userId: string): { person?: shown.Person } {
    const person = this.person(userId);
    return person ? { person } : {};
  }

  actor({ kind, id }: Actor): shown.Actor {
    return { kind, id, ...(kind === 'admin' ? this.named(id) : {}) };
  }
}

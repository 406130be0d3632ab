import type * as contracts from '@rollcall/contracts';
import type { UserQueryClient } from '../clients/user-query-client.js';
import type { Actor, Person } from '../contract/shapes.js';
import type { Call } from '../http/request-context.js';

/** People who are named beside something else: members, and by whose hand they came. */
export class UserBriefs {
  private constructor(private readonly briefs: ReadonlyMap<string, contracts.UserBrief>) {}

  /** Checked once for all of a page; whoever is not known any more is left out. */
  static async ask(
    users: UserQueryClient,
    { userIds, actors }: { readonly userIds: readonly string[]; readonly actors: readonly contracts.Actor[] },
    call: Call,
  ): Promise<UserBriefs> {
    const admins = actors.flatMap(({ kind, id }) => (kind === 'admin' ? [id] : []));
    const briefs = await users.briefs([...new Set([...userIds, ...admins])], call);
    return new UserBriefs(new Map(briefs.map((each) => [each.id, each])));
  }

  person(userId: string): Person | undefined {
    const known = this.briefs.get(userId);
    return known && { id: known.id, userName: known.userName, active: known.active };
  }

  /** As a part of an object that has no person where nobody is known. */
  named(userId: string): { person?: Person } {
    const person = this.person(userId);
    return person ? { person } : {};
  }

  actor({ kind, id }: contracts.Actor): Actor {
    return { kind, id, ...(kind === 'admin' ? this.named(id) : {}) };
  }
}

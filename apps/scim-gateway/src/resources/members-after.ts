import { inChunks, type MemberPage } from '@rollcall/contracts';
import type { DryRun } from '@rollcall/gateway-kit';
import type { QueryClients } from '../clients/query-clients.js';
import type { TeamStep } from '../clients/team-changes.js';
import type { TeamQueryClient } from '../clients/http-team-query-client.js';
import type { Call } from '../http/request-context.js';

/** As many as a page of team-service has. */
const pageSize = 1_000;

/** What a write says of a group's members. */
export interface SaidOfMembers {
  readonly steps: readonly TeamStep[];
  /** The group would be made, or be the directory's from now on with the members of the request alone. */
  readonly isNew?: boolean;
}

/**
 * The members that a group would have after a write, for the answer of a dry run: those it has, and on them what the request says. It
 * reads as team-service does, page by page in the order of ids.
 */
export class MembersAfter implements Pick<TeamQueryClient, 'members'> {
  private ids: Promise<readonly string[]> | undefined;

  constructor(
    private readonly services: Pick<QueryClients, 'users' | 'teams'>,
    private readonly said: SaidOfMembers,
    private readonly dryRun: DryRun,
  ) {}

  async members(teamId: string, after: string | undefined, call: Call): Promise<MemberPage> {
    this.ids ??= this.read(teamId, call);
    const ids = await this.ids;
    const from = after === undefined ? 0 : ids.indexOf(after) + 1;
    const userIds = ids.slice(from, from + pageSize);
    const last = userIds.at(-1);
    return { userIds, ...(last === undefined || from + pageSize >= ids.length ? {} : { next: last }) };
  }

  private async read(teamId: string, call: Call): Promise<readonly string[]> {
    const { steps, isNew = false } = this.said;
    const isWhole = isNew || steps.some(({ change }) => change === 'replace-members');
    const ids = membersAfter(isWhole ? [] : await membersNow(this.services.teams, teamId, call), steps);
    return this.dryRun.wouldChange?.membersSkipped ? this.known(ids, call) : ids;
  }

  /** Whom nobody knows was left out (rule 12). */
  private async known(ids: readonly string[], call: Call): Promise<readonly string[]> {
    const known: string[] = [];
    for (const some of inChunks(ids, pageSize)) {
      const briefs = await this.services.users.briefs(some, call);
      const found = new Set(briefs.map(({ id }) => id));
      known.push(...some.filter((id) => found.has(id)));
    }
    return known;
  }
}

/** The members that a group has, as it is served. */
export async function membersNow(
  teams: Pick<TeamQueryClient, 'members'>,
  teamId: string,
  call: Call,
): Promise<string[]> {
  const ids: string[] = [];
  for (let after: string | undefined; ;) {
    const page: MemberPage = await teams.members(teamId, after, call);
    ids.push(...page.userIds);
    if (page.next === undefined) return ids;
    after = page.next;
  }
}

/** What the steps make of a list of members, in the order of ids. */
export function membersAfter(present: readonly string[], steps: readonly TeamStep[]): string[] {
  const ids = new Set(present);
  for (const step of steps) {
    if (!('userIds' in step)) continue;
    if (step.change === 'replace-members') ids.clear();
    const change = step.change === 'remove-members' ? (id: string) => ids.delete(id) : (id: string) => ids.add(id);
    for (const id of step.userIds) change(id.toLowerCase());
  }
  return [...ids].sort();
}

import {
  Refusal,
  requireVersion,
  type Filter,
  type FirstTeam,
  type MemberPage,
  type SearchTeams,
  type TeamPage,
  type TeamReply,
  type TeamsByUser,
  type TeamView,
} from '@rollcall/contracts';
import type { TeamCommandBus } from '../src/clients/kafka-team-command-bus.js';
import type { TeamStep, WholeTeam } from '../src/clients/team-changes.js';
import { fakePage, fulfils, partsOf } from './fake-search.js';
import type { TeamQueryClient } from '../src/clients/http-team-query-client.js';
import type { Call } from '../src/http/request-context.js';

interface Kept {
  readonly view: TeamView;
  readonly members: readonly string[];
}

/** What was asked, so that tests can look at it. */
export interface ReceivedAboutTeams {
  readonly command: 'push' | 'replace' | 'change' | 'delete';
  readonly payload: Readonly<Record<string, unknown>>;
  readonly call: Call;
}

/** team-service in memory, for tests: what an edge can see of it, and no rule beside names, versions and accounts. */
export class FakeTeamService implements TeamQueryClient, TeamCommandBus {
  readonly received: ReceivedAboutTeams[] = [];
  /** How often members were read. */
  memberPagesRead = 0;
  pageSize = 1_000;
  failWith: Error | undefined;
  private readonly teams = new Map<string, Kept>();

  find(teamId: string, call: Call): Promise<TeamView> {
    return this.answer(() => this.one(teamId, call).view);
  }

  search(query: Omit<SearchTeams, 'accountId'>, { accountId }: Call): Promise<TeamPage> {
    return this.answer(() => {
      const own = [...this.teams.values()].filter((team) => team.view.accountId === accountId);
      const { rows, ...page } = fakePage(own, query, asListed);
      return { ...page, teams: rows.map(({ view }) => view) };
    });
  }

  memberIds(filter: Filter, { accountId }: Call): Promise<readonly string[]> {
    return this.answer(() => {
      const own = [...this.teams.values()].filter((team) => team.view.accountId === accountId);
      return own.filter((team) => fulfils(team, filter, valuesOf)).flatMap(({ members }) => members);
    });
  }

  firstMembers(filter: Filter, { accountId }: Call): Promise<readonly string[]> {
    return this.answer(() => {
      const own = [...this.teams.values()].filter((team) => team.view.accountId === accountId);
      return own
        .filter((team) => fulfils(team, filter, valuesOf))
        .flatMap(({ members }) => [...members].sort()[0] ?? []);
    });
  }

  async firstTeams(userIds: readonly string[], call: Call): Promise<readonly FirstTeam[]> {
    const teams = await this.teamsOf(userIds, call);
    return Object.entries(teams).flatMap(([userId, [first]]) => (first ? [{ ...first, userIds: [userId] }] : []));
  }

  /** Called before members are read. */
  onMembers: (teamId: string) => void = () => undefined;

  members(teamId: string, after: string | undefined, call: Call): Promise<MemberPage> {
    return this.answer(() => {
      this.onMembers(teamId);
      this.memberPagesRead += 1;
      const ids = [...this.one(teamId, call).members].sort().filter((id) => after === undefined || id > after);
      const userIds = ids.slice(0, this.pageSize);
      const last = userIds.at(-1);
      return ids.length > userIds.length && last !== undefined ? { userIds, next: last } : { userIds };
    });
  }

  teamsOf(userIds: readonly string[], { accountId }: Call): Promise<TeamsByUser> {
    return this.answer(() => {
      const own = [...this.teams.values()].filter(({ view }) => view.accountId === accountId);
      const of = (userId: string) =>
        own
          .filter(({ members }) => members.includes(userId))
          .map(({ view }) => ({ id: view.id, displayName: view.displayName }));
      return Object.fromEntries(userIds.map((id) => [id, of(id)] as const).filter(([, teams]) => teams.length > 0));
    });
  }

  push(team: WholeTeam & { teamId: string }, call: Call): Promise<TeamReply> {
    return this.answer(() => {
      this.received.push({ command: 'push', payload: { ...team }, call });
      const now = new Date().toISOString();
      const view: TeamView = {
        ...namesOf(team),
        id: team.teamId,
        accountId: call.accountId,
        version: 1,
        ownedBy: 'directory',
        createdAt: now,
        updatedAt: now,
      };
      return this.keep({ view, members: team.userIds ?? [] });
    });
  }

  replace(team: Parameters<TeamCommandBus['replace']>[0], call: Call): Promise<TeamReply> {
    return this.answer(() => {
      this.received.push({ command: 'replace', payload: { ...team }, call });
      const { view, members } = this.one(team.teamId, call);
      requireVersion(team, view.version);
      const { externalId: _, ...rest } = view;
      const after = { ...rest, ...namesOf(team), version: view.version + 1 };
      return this.keep({ view: after, members: team.userIds ?? members });
    });
  }

  change(change: Parameters<TeamCommandBus['change']>[0], call: Call): Promise<TeamReply> {
    return this.answer(() => {
      this.received.push({ command: 'change', payload: { ...change }, call });
      const team = this.one(change.teamId, call);
      requireVersion(change, team.view.version);
      const { view, members } = change.steps.reduce(changedBy, team);
      return this.keep({ view: { ...view, version: view.version + 1 }, members });
    });
  }

  delete(team: Parameters<TeamCommandBus['delete']>[0], call: Call): Promise<void> {
    return this.answer(() => {
      this.received.push({ command: 'delete', payload: { ...team }, call });
      const { view } = this.one(team.teamId, call);
      requireVersion(team, view.version);
      this.teams.delete(view.id);
    });
  }

  private answer<T>(work: () => T): Promise<T> {
    if (this.failWith) return Promise.reject(this.failWith);
    return new Promise((resolve) => resolve(work()));
  }

  private one(teamId: string, { accountId }: Call): Kept {
    const team = this.teams.get(teamId);
    if (team?.view.accountId !== accountId) throw new Refusal('team-not-found', { teamId });
    return team;
  }

  private keep(team: Kept): TeamReply {
    this.teams.set(team.view.id, team);
    return { ...team.view, changed: true };
  }
}

const namesOf = ({ displayName, externalId }: WholeTeam) => ({
  displayName,
  ...(externalId === undefined ? {} : { externalId }),
});

function changedBy({ view, members }: Kept, step: TeamStep): Kept {
  switch (step.change) {
    case 'rename':
      return { view: { ...view, displayName: step.displayName }, members };
    case 'set-external-id':
      return { view: { ...view, externalId: step.externalId ?? '' }, members };
    case 'add-members':
      return { view, members: [...new Set([...members, ...step.userIds])] };
    case 'remove-members':
      return { view, members: members.filter((id) => !step.userIds.includes(id)) };
    case 'replace-members':
      return { view, members: step.userIds };
  }
}

const valuesOf = ({ view, members }: Kept, attribute: string) =>
  attribute === 'members.value'
    ? [...members].sort()
    : attribute === 'members'
      ? members.map((value) => ({ value }))
      : partsOf(view, attribute);
const asListed = { idOf: ({ view }: Kept) => view.id, valuesOf };

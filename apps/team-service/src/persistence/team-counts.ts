import { inChunks, type ListedTeam } from '@rollcall/contracts';
import { readRows, type DataSource } from '@rollcall/persistence';
import { LRUCache } from 'lru-cache';
import type { Team } from '../domain/team.js';
import { aliased, hasDrift } from './rows-only-in.js';

export type TeamCounts = Pick<ListedTeam, 'members' | 'extra' | 'missing'>;

/** How many teams' counts are cached, and how many of one account: who has more forgets its own. */
const maxTeams = 50_000;
const maxTeamsOfAccount = 12_500;
/** As often as the sweep, which finds what changed without a new version: by hand in the database. */
const ttl = 300_000;

/**
 * Who is in each team, who is on its roster, and who is both: three reads of indexes for each team. `$1` is the account, `$2` are teams of
 * the directory or of the workspace, which have no roster.
 */
export const countTeams = `
  SELECT k.id, m.members, coalesce(m.members - b.both, 0)::int AS extra, coalesce(r.listed - b.both, 0)::int AS missing
    FROM unnest($2::uuid[], $3::boolean[]) AS k(id, is_directorys)
   CROSS JOIN LATERAL (SELECT count(*)::int AS members FROM memberships m WHERE m.account_id = $1 AND m.team_id = k.id) m
    LEFT JOIN LATERAL (SELECT count(*)::int AS listed FROM roster r WHERE r.account_id = $1 AND r.team_id = k.id) r ON k.is_directorys
    LEFT JOIN LATERAL (
      SELECT count(*)::int AS both FROM memberships m
        JOIN roster r ON r.account_id = m.account_id AND r.team_id = m.team_id AND r.user_id = m.user_id
       WHERE m.account_id = $1 AND m.team_id = k.id) b ON k.is_directorys`;

/** Whether the team `t` differs from its roster. */
export const differs = `t.owned_by = 'directory' AND ${hasDrift(aliased('t'))}`;

/**
 * How many people are in teams. No counter is kept: a team has a new version with every change of its members or roster, so what was counted
 * for a version stays true, and is cached (ADR 0066).
 */
export class TeamCountCache {
  private readonly counted: LRUCache<string, TeamCounts>;
  /** The keys of each account, oldest first. */
  private readonly keys = new Map<string, Set<string>>();

  constructor(
    private readonly count: CountTeams,
    private readonly maxOfAccount = maxTeamsOfAccount,
  ) {
    this.counted = new LRUCache({ max: maxTeams, ttl, dispose: (_, key) => this.forget(key) });
  }

  /** The counts of these teams of one account, by team id. */
  async of(accountId: string, teams: readonly Team[]): Promise<ReadonlyMap<string, TeamCounts>> {
    const open = teams.filter((team) => !this.counted.has(keyOf(team)));
    const fresh = new Map(
      (open.length === 0 ? [] : await this.count(accountId, open)).map(({ id, ...counts }) => [id, counts]),
    );
    for (const team of open) {
      const counts = fresh.get(team.id);
      if (counts) this.keep(keyOf(team), counts);
    }
    return new Map(
      teams.flatMap((team) => {
        const counts = fresh.get(team.id) ?? this.counted.get(keyOf(team));
        return counts ? [[team.id, counts] as const] : [];
      }),
    );
  }

  private keep(key: string, counts: TeamCounts): void {
    this.counted.set(key, counts);
    const own = this.keys.get(accountIn(key)) ?? new Set<string>();
    this.keys.set(accountIn(key), own.add(key));
    const [oldest] = own;
    if (own.size > this.maxOfAccount && oldest !== undefined) this.counted.delete(oldest);
  }

  private forget(key: string): void {
    const own = this.keys.get(accountIn(key));
    own?.delete(key);
    if (own?.size === 0) this.keys.delete(accountIn(key));
  }
}

/** Counts teams of one account. */
type CountTeams = (
  accountId: string,
  teams: readonly Team[],
) => Promise<readonly (TeamCounts & { readonly id: string })[]>;

export const countedIn =
  (reads: DataSource): CountTeams =>
  (accountId, teams) => {
    const isDirectorys = teams.map(({ ownedBy }) => ownedBy === 'directory');
    return readRows(reads, countTeams, [accountId, teams.map(({ id }) => id), isDirectorys]);
  };

/** How many teams are cached as differing or not. */
const maxCompared = 100_000;

type TeamVersion = Pick<Team, 'accountId' | 'id' | 'version'>;

/** So many teams one statement compares: what it found is cached, so a look that is out of time goes on there when it is asked for again. */
const comparedAtOnce = 500;

/** What was found together does not grow old together: a quarter of the time is up to chance. */
const someTtl = () => ttl * (0.75 + Math.random() / 4);

/** Which teams differ from their rosters: compared once for each version of a team, as they are counted once. */
export class DriftCache {
  private readonly compared = new LRUCache<string, boolean>({ max: maxCompared, ttl });

  /**
   * @param reads an account's teams of the directory with their versions; and those of these teams that differ
   * @returns the ids of the teams that differ
   * @throws whatever the reads throw; what they have found until then is kept
   */
  async drifting(
    accountId: string,
    reads: {
      readonly teams: () => Promise<readonly Pick<Team, 'id' | 'version'>[]>;
      readonly differing: (ids: readonly string[]) => Promise<readonly string[]>;
    },
  ): Promise<string[]> {
    const teams = (await reads.teams()).map((team): TeamVersion => ({ accountId, ...team }));
    const known = new Map(teams.map((team) => [team.id, this.compared.get(keyOf(team))]));
    const open = teams.filter(({ id }) => known.get(id) === undefined);
    const found = new Set<string>();
    for (const some of inChunks(open, comparedAtOnce)) {
      for (const id of await reads.differing(some.map(({ id }) => id))) found.add(id);
      for (const team of some) this.compared.set(keyOf(team), found.has(team.id), { ttl: someTtl() });
    }
    return teams.flatMap(({ id }) => ((known.get(id) ?? found.has(id)) ? [id] : []));
  }
}

const keyOf = ({ accountId, id, version }: TeamVersion) => `${accountId} ${id} ${version}`;
const accountIn = (key: string) => key.slice(0, key.indexOf(' '));

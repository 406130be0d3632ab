import { nilUuid, type DriftingPage, type DriftingTeam, type ListDrifting } from '@rollcall/contracts';
import { readRows } from '@rollcall/persistence';
import type { DataSource } from 'typeorm';
import { waitsForAdmin } from '../persistence/held-runs.js';
import { aliased, rowsOnlyIn } from '../persistence/rows-only-in.js';

/** How many teams one statement compares: each may have a hundred thousand members. */
const teamsAtOnce = 20;
/** So long a page may look; it then ends with what it has found. */
const budgetMs = 500;

/** $1 account, $2 the team behind which to look, $3 how many; exported so that a spec can have it explained. */
export const driftOfSome = `
  SELECT s.id AS "teamId", s.display_name AS "displayName", (SELECT count(*)::int ${rowsOnlyIn('memberships', aliased('s'))}) AS extra,
         (SELECT count(*)::int ${rowsOnlyIn('roster', aliased('s'))}) AS missing,
         ${waitsForAdmin('s')} AS held
    FROM (SELECT account_id, id, display_name FROM teams
           WHERE account_id = $1 AND owned_by = 'directory' AND id > $2
           ORDER BY id LIMIT $3) s
   ORDER BY s.id`;

/** Looks for the teams of an account that differ from their groups, some at a time, in the order of their ids. */
export class DriftingReads {
  constructor(
    private readonly reads: DataSource,
    private readonly clock: () => number = () => performance.now(),
  ) {}

  /** A page ends where it is full, or where time is over: `next` says that there may be more. */
  async page({ accountId, after = nilUuid, limit }: ListDrifting): Promise<DriftingPage> {
    const until = this.clock() + budgetMs;
    const teams: DriftingTeam[] = [];
    for (let last = after; ;) {
      const some = await readRows<DriftingTeam>(this.reads, driftOfSome, [accountId, last, teamsAtOnce]);
      for (const team of some) {
        last = team.teamId;
        if (team.extra + team.missing > 0) teams.push(team);
        if (teams.length === limit) return { teams, next: last };
      }
      if (some.length < teamsAtOnce) return { teams };
      if (this.clock() > until) return { teams, next: last };
    }
  }
}

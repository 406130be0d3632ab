import { Refusal } from '@rollcall/contracts';
import type { Transaction } from '@rollcall/persistence';
import { idColumns } from './ids.js';

type Key = readonly [accountId: string, id: string];

/** How many members one dry run of several commands may load in lists that are read whole (rule 24): tens of megabytes. */
const maxMembers = 200_000;

/** Members are counted before they are loaded, as far as there may be any. A load without a budget has none. */
export class MemberBudget {
  private left: number;

  constructor(private readonly max = maxMembers) {
    this.left = max;
  }

  /** @throws Refusal dry-run-too-large where the teams have more members, or people on their rosters, than are left */
  teams(tx: Transaction, teams: readonly Key[]): Promise<void> {
    const of = (table: string) =>
      `SELECT 1 FROM unnest($1::uuid[], $2::uuid[]) AS k(account_id, team_id) JOIN ${table} USING (account_id, team_id) LIMIT $3`;
    return this.take(tx, teams, [of('roster'), of('memberships')]);
  }

  /** @throws Refusal dry-run-too-large where the lists of these takeovers are longer than what is left */
  takeovers(tx: Transaction, takeovers: readonly Key[]): Promise<void> {
    return this.take(tx, takeovers, [
      `SELECT 1 FROM unnest($1::uuid[], $2::uuid[]) AS k(account_id, takeover_id)
         JOIN takeover_people USING (account_id, takeover_id) LIMIT $3`,
    ]);
  }

  private async take(tx: Transaction, keys: readonly Key[], lists: readonly string[]): Promise<void> {
    if (keys.length === 0) return;
    const counts = lists.map((list) => `(SELECT count(*) FROM (${list}) AS x)`).join(', ');
    const values = [...idColumns(keys), this.left + 1];
    const [row] = await tx.query<{ members: number }>(`SELECT greatest(${counts})::int AS members`, values);
    this.left -= row?.members ?? 0;
    if (this.left < 0) throw new Refusal('dry-run-too-large', { most: this.max });
  }
}

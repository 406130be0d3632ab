import {
  isUuid,
  nilUuid,
  Refusal,
  type ListTakeoverPeople,
  type ListTakeovers,
  type TakeoverCounts,
  type TakeoverDetails,
  type TakeoverPage,
  type TakeoverPeople,
  type TakeoverPerson,
  type TakeoverView,
} from '@rollcall/contracts';
import { readRows, type DataSource } from '@rollcall/persistence';
import type { TakeoverRow } from './entities/takeover-rows.js';
import { takeoverColumns, takeoverOfRow } from './takeover-rows.js';

/**
 * Who is concerned by what an admin can do now. What is to come is compared with the memberships of this moment: a proposal's people,
 * or the former members of a takeover that is done; of the others, nobody is.
 */
const sides = `
  WITH takeover AS (
         SELECT o.account_id, o.id, o.team_id,
                CASE WHEN o.state = 'done' THEN 'former' WHEN o.state <> 'undone' THEN 'pushed' END AS list
           FROM takeovers o WHERE o.account_id = $1 AND o.id = $2),
       wanted AS (
         SELECT x.user_id, x.source, x.added_at, x.added_by, p.released IS NOT FALSE AS is_gone
           FROM takeover t JOIN takeover_people x ON x.account_id = t.account_id AND x.takeover_id = t.id AND x.list = t.list
           LEFT JOIN people p ON p.account_id = x.account_id AND p.user_id = x.user_id),
       present AS (
         SELECT m.user_id, m.source, m.added_at, m.added_by
           FROM takeover t JOIN memberships m ON m.account_id = t.account_id AND m.team_id = t.team_id
          WHERE t.list IS NOT NULL),
       people AS (
         SELECT coalesce(w.user_id, m.user_id) AS user_id,
                CASE WHEN w.is_gone AND m.user_id IS NULL THEN 'missing'
                     WHEN m.user_id IS NULL THEN 'gain'
                     WHEN w.user_id IS NULL OR w.is_gone THEN 'lose' ELSE 'stay' END AS side,
                coalesce(m.source, w.source) AS source, coalesce(m.added_at, w.added_at) AS added_at,
                coalesce(m.added_by, w.added_by) AS added_by
           FROM wanted w FULL JOIN present m ON m.user_id = w.user_id)`;

const ofTeam = `takeovers o JOIN teams t ON t.account_id = o.account_id AND t.id = o.team_id`;
const shown = `${takeoverColumns}, t.display_name AS team_name, t.version::int AS team_version`;
const isOpen = `(o.ends_at IS NULL OR o.ends_at > now())`;

type ShownRow = TakeoverRow & { readonly team_name: string; readonly team_version: number };

/** Answers the queries of admins and operators about takeovers. */
export class TakeoverReadModel {
  constructor(private readonly readPool: DataSource) {}

  /** A page of takeovers, newest first. */
  async list({ accountId, state, before, limit }: ListTakeovers): Promise<TakeoverPage> {
    if (!isUuid(accountId)) return { takeovers: [] };
    const rows = await readRows<ShownRow>(
      this.readPool,
      `SELECT ${shown} FROM ${ofTeam}
        WHERE o.account_id = $1 AND ${isOpen} AND ($2::text IS NULL OR o.state = $2) AND ($3::uuid IS NULL OR o.id < $3)
        ORDER BY o.id DESC LIMIT $4`,
      [accountId, state ?? null, before ?? null, limit],
    );
    const takeovers = rows.map(viewOfRow);
    const last = takeovers.at(-1);
    return last !== undefined && takeovers.length === limit ? { takeovers, next: last.id } : { takeovers };
  }

  /**
   * One takeover, with how many people of each side there are now.
   * @throws Refusal takeover-not-found
   */
  async find(accountId: string, takeoverId: string): Promise<TakeoverDetails> {
    const [row] = await this.open(accountId, takeoverId);
    if (!row) throw new Refusal('takeover-not-found', { takeoverId });
    const found = await readRows<{ side: keyof TakeoverCounts; count: number }>(
      this.readPool,
      `${sides} SELECT side, count(*)::int AS count FROM people GROUP BY side`,
      [accountId, takeoverId],
    );
    const counts = { gain: 0, lose: 0, stay: 0, missing: 0 };
    for (const { side, count } of found) counts[side] = count;
    return { ...viewOfRow(row), counts };
  }

  /**
   * A page of the people of one side, in the order of ids.
   * @throws Refusal takeover-not-found
   */
  async people({ accountId, takeoverId, side, after, limit }: ListTakeoverPeople): Promise<TakeoverPeople> {
    if ((await this.open(accountId, takeoverId)).length === 0) throw new Refusal('takeover-not-found', { takeoverId });
    const rows = await readRows<PersonRow>(
      this.readPool,
      `${sides} SELECT * FROM people WHERE side = $3 AND user_id > $4 ORDER BY user_id LIMIT $5`,
      [accountId, takeoverId, side, after ?? nilUuid, limit],
    );
    const people = rows.map(personOfRow);
    const last = people.at(-1);
    return last !== undefined && people.length === limit ? { people, next: last.userId } : { people };
  }

  private async open(accountId: string, takeoverId: string): Promise<ShownRow[]> {
    if (!isUuid(accountId) || !isUuid(takeoverId)) return [];
    return readRows<ShownRow>(
      this.readPool,
      `SELECT ${shown} FROM ${ofTeam} WHERE o.account_id = $1 AND o.id = $2 AND ${isOpen}`,
      [accountId, takeoverId],
    );
  }
}

interface PersonRow {
  readonly user_id: string;
  readonly source: TakeoverPerson['source'] | null;
  readonly added_at: Date | null;
  readonly added_by: TakeoverPerson['addedBy'] | null;
}

function personOfRow({ user_id, source, added_at, added_by }: PersonRow): TakeoverPerson {
  return {
    userId: user_id,
    ...(source === null || source === undefined ? {} : { source }),
    ...(added_at === null ? {} : { addedAt: added_at.toISOString() }),
    ...(added_by === null || added_by === undefined ? {} : { addedBy: added_by }),
  };
}

function viewOfRow(row: ShownRow): TakeoverView {
  const { externalId: _, ...takeover } = takeoverOfRow(row);
  return { ...takeover, version: takeover.version + row.team_version, teamName: row.team_name };
}

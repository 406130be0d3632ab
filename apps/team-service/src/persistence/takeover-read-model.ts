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
import { teamNameKey } from '../domain/team-name.js';
import type { TakeoverRow } from './entities/takeover-rows.js';
import { takeoverColumns, takeoverOfRow } from './takeover-rows.js';

/** With what an admin can do now, the memberships of this moment are compared: who was pushed, or the former members of a takeover that is done; of an undone one, nobody. */
function listOf({ state, partial }: Pick<TakeoverRow, 'state' | 'partial'>): 'former' | 'pushed' | 'on' | undefined {
  if (state === 'undone') return undefined;
  if (state === 'done') return 'former';
  return partial ? 'on' : 'pushed';
}

/** Everybody of `wanted` and `present`, with the side and how the person came. */
const people = `people AS (
         SELECT coalesce(w.user_id, m.user_id) AS user_id,
                CASE WHEN w.is_gone AND m.user_id IS NULL THEN 'missing'
                     WHEN m.user_id IS NULL THEN 'gain'
                     WHEN w.user_id IS NULL OR w.is_gone THEN 'lose' ELSE 'stay' END AS side,
                coalesce(m.source, w.source) AS source, coalesce(m.added_at, w.added_at) AS added_at,
                coalesce(m.added_by, w.added_by) AS added_by
           FROM wanted w FULL JOIN present m ON m.user_id = w.user_id)`;

const ofPerson = 'x.user_id, x.source, x.added_at, x.added_by';
const isGone = `p.released IS NOT FALSE AS is_gone`;
const withPerson = `LEFT JOIN people p ON p.account_id = $1 AND p.user_id = x.user_id`;

const listed = `takeover_people x WHERE x.account_id = $1 AND x.takeover_id = $2 AND x.list = $3`;
const present = `memberships x WHERE x.account_id = $1 AND x.team_id = $4`;
/** Of a partial proposal: who is in the team and not taken `off`, and who is put `on` (`$3`) and not in it. */
const staying = `${present} AND NOT EXISTS (SELECT FROM takeover_people o
    WHERE o.account_id = $1 AND o.takeover_id = $2 AND o.list = 'off' AND o.user_id = x.user_id)`;
const coming = `${listed} AND NOT EXISTS (SELECT FROM memberships o
    WHERE o.account_id = $1 AND o.team_id = $4 AND o.user_id = x.user_id)`;

const countsOf = (wanted: readonly string[]) => `
  WITH wanted AS (
         SELECT ${ofPerson}, ${isGone} FROM (${wanted.map((from) => `SELECT ${ofPerson} FROM ${from}`).join(' UNION ALL ')}) x ${withPerson}),
       present AS (SELECT ${ofPerson} FROM ${present}),
       ${people}
  SELECT side, count(*)::int AS count FROM people GROUP BY side`;

const nextOf = (from: string) => `SELECT ${ofPerson} FROM ${from} AND x.user_id > $5 ORDER BY x.user_id LIMIT $6`;

/** At most so many of each list are read at once. */
const largestPart = 10_000;

/**
 * Those of one side among the next rows of both lists, and where the part ends: null where it ends the lists. Behind the last row of a list that was cut,
 * nothing is known of the other one.
 */
const onePart = (wanted: readonly string[]) => `
  WITH w AS MATERIALIZED (
         SELECT ${ofPerson} FROM (${wanted.map((from) => `(${nextOf(from)})`).join(' UNION ALL ')}) x ORDER BY x.user_id LIMIT $6),
       m AS MATERIALIZED (${nextOf(present)}),
       part AS (SELECT least((SELECT user_id FROM w ORDER BY 1 OFFSET $6 - 1), (SELECT user_id FROM m ORDER BY 1 OFFSET $6 - 1)) AS last),
       wanted AS (SELECT ${ofPerson}, ${isGone} FROM w x ${withPerson}),
       present AS (SELECT * FROM m),
       ${people}
  SELECT part.last, q.* FROM part LEFT JOIN people q ON q.side = $7 AND (part.last IS NULL OR q.user_id <= part.last) ORDER BY q.user_id`;

const statements = {
  whole: { counts: countsOf([listed]), onePart: onePart([listed]) },
  partial: { counts: countsOf([staying, coming]), onePart: onePart([staying, coming]) },
};

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
    const [counts, formerNameTaken] = await Promise.all([this.counts(row), this.isFormerNameTaken(row)]);
    return { ...viewOfRow(row), counts, ...(formerNameTaken ? { formerNameTaken } : {}) };
  }

  /**
   * A page of the people of one side, in the order of ids. Both lists are read in parts, in that order, so that a page costs what it shows and
   * not what they hold; where few are of the side, the parts grow.
   * @throws Refusal takeover-not-found
   */
  async people({ accountId, takeoverId, side, after, limit }: ListTakeoverPeople): Promise<TakeoverPeople> {
    const [row] = await this.open(accountId, takeoverId);
    if (!row) throw new Refusal('takeover-not-found', { takeoverId });
    const list = listOf(row);
    if (list === undefined) return { people: [] };
    const statement = statements[list === 'on' ? 'partial' : 'whole'].onePart;
    const found: TakeoverPerson[] = [];
    let from = after ?? nilUuid;
    for (let part = 2 * limit; ; part = Math.min(2 * part, largestPart)) {
      const of = [accountId, takeoverId, list, row.team_id, from, part, side];
      const rows = await readRows<PartRow>(this.readPool, statement, of, { prepare: true });
      found.push(...rows.flatMap((each) => (each.user_id === null ? [] : personOfRow(each))));
      const end = rows[0]?.last;
      const next = found[limit - 1]?.userId;
      if (next !== undefined) return { people: found.slice(0, limit), next };
      if (end === null || end === undefined) return { people: found };
      from = end;
    }
  }

  /** Whether another team has the name by now that an undo would give back. */
  private async isFormerNameTaken({ account_id, team_id, state, former_name }: ShownRow): Promise<boolean> {
    if (state !== 'done' || former_name === null) return false;
    const [holder] = await readRows<object>(
      this.readPool,
      'SELECT FROM teams WHERE account_id = $1 AND name_key = $2 AND id <> $3',
      [account_id, teamNameKey(former_name), team_id],
    );
    return holder !== undefined;
  }

  private async counts(row: ShownRow): Promise<TakeoverCounts> {
    const { account_id, id, team_id } = row;
    const found = { gain: 0, lose: 0, stay: 0, missing: 0 };
    const list = listOf(row);
    if (list === undefined) return found;
    const of = [account_id, id, list, team_id];
    const { counts } = statements[list === 'on' ? 'partial' : 'whole'];
    const rows = await readRows<{ side: keyof TakeoverCounts; count: number }>(this.readPool, counts, of);
    for (const { side, count } of rows) found[side] = count;
    return found;
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

/** A person of a part, or nobody; and the end of the part. */
type PartRow = { readonly last: string | null } & (PersonRow | { readonly user_id: null });

function personOfRow({ user_id, source, added_at, added_by }: PersonRow): TakeoverPerson {
  return {
    userId: user_id,
    ...(source === null || source === undefined ? {} : { source }),
    ...(added_at === null ? {} : { addedAt: added_at.toISOString() }),
    ...(added_by === null || added_by === undefined ? {} : { addedBy: added_by }),
  };
}

function viewOfRow(row: ShownRow): TakeoverView {
  const { externalId: _, partial: __, formerExternalId: ___, ...takeover } = takeoverOfRow(row);
  return { ...takeover, version: takeover.version + row.team_version, teamName: row.team_name };
}

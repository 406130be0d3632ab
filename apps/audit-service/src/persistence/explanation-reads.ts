import { readRows, type DataSource } from '@rollcall/persistence';
import type { SearchQuery, Term } from '../domain/search-query.js';
import type { EntrySearch } from './entry-search.js';
import { keptView, tableOf, withSource, type FoundRow, type KeptView } from './kept-entry.js';
import { firstDayOf } from './request-entries.js';

/** So many entries of one kind an explanation looks at. */
const looksAt = 20;
/** So long an explanation searches a long log. */
const searchForMs = 3_000;

/** The newest entries of a search. */
export interface Newest {
  readonly entries: readonly KeptView[];
  /** False where time was over before the log ended, and older ones may be there. */
  readonly isWhole: boolean;
}

/** A person and a team of one account. */
export interface Pair {
  readonly accountId: string;
  readonly teamId: string;
  readonly userId: string;
}

const is = (word: Term['word'], ...values: string[]): Term[] =>
  values.map((value) => ({ word, negated: false, compares: '=', value, isPrefix: false }));
const ofUser: readonly Term[] = [
  ...is('type', 'account.user-type-fell-back'),
  { word: 'type', negated: false, compares: '=', value: 'user.', isPrefix: true },
  { word: 'type', negated: true, compares: '=', value: 'user.updated', isPrefix: false },
];

/** The searches of explanations; exported so that a spec can have them explained. */
export const termsOf = {
  /** Who added or removed the person, and where she was named and refused. */
  pair: ({ teamId, userId }: Pair): Term[] => [
    ...is('team', teamId),
    ...is('about', userId),
    ...is('type', 'team.members-added', 'team.members-removed', 'team.members-skipped', 'scim.request-answered'),
  ],
  /** What became of a person. */
  person: (userId: string): Term[] => [...is('about', userId), ...ofUser],
  /** What the directory wrote of a team. */
  push: (teamId: string): Term[] => [...is('team', teamId), ...is('by', 'directory'), ...is('outcome', 'done')],
  /** Whose the team became. */
  ownership: (teamId: string): Term[] => [
    ...is('team', teamId),
    ...is('type', 'team.created', 'team.taken-over', 'team.handed-back', 'team.takeover-undone'),
  ],
  /** What was said of held runs of the team. */
  heldRun: (teamId: string): Term[] => [
    ...is('team', teamId),
    ...is('type', 'team.reconcile-held', 'team.reconciled', 'team.held-run-ended', 'reconciler.approved'),
  ],
  /** How the reconciler of the account was set. */
  mode: (accountId: string): Term[] => [...is('about', accountId), ...is('type', 'reconciler.mode-set')],
  end: (teamId: string): Term[] => [...is('team', teamId), ...is('type', 'team.deleted')],
  token: (tokenId: string): Term[] => [
    ...is('about', tokenId),
    ...is('type', 'token.created', 'token.revoked', 'token.expired'),
  ],
  refused: (tokenId: string): Term[] => [...is('about', tokenId), ...is('status', '401')],
} as const;

/** What explanations read of the log of changes. Every statement names the account. */
export class ExplanationReads {
  constructor(
    private readonly reads: DataSource,
    private readonly search: Pick<EntrySearch, 'find'>,
    private readonly clock: () => number = () => performance.now(),
  ) {}

  /** The newest entries of a search, up to a moment: page by page, until there are enough of them or the log ends. */
  async newest(
    accountId: string,
    terms: readonly Term[],
    { to, limit = looksAt }: { readonly to?: Date | undefined; readonly limit?: number } = {},
  ): Promise<Newest> {
    const query: SearchQuery = { terms, ...(to ? { to } : {}) };
    const until = this.clock() + searchForMs;
    const entries: KeptView[] = [];
    let after: number | undefined;
    do {
      const left = limit - entries.length;
      const paging = { limit: left, ...(after === undefined ? {} : { after }) };
      const page = await this.search.find({ accountId, log: 'changes', order: 'desc', query, ...paging });
      entries.push(...page.entries);
      after = page.next;
      if (after === undefined || entries.length >= limit) return { entries, isWhole: true };
    } while (this.clock() < until);
    return { entries, isWhole: false };
  }

  /** Of a request: itself, and what it did to a team or a person, in the order of arrival. */
  async chain({ accountId, teamId, userId }: Pair, requestId: string): Promise<KeptView[]> {
    const entries = `SELECT * FROM ${tableOf.changes} e
      WHERE e.correlation_id = $1 AND e.account_id = $2 AND e.day >= greatest($3::date, first_kept_day($2, 'changes'))
        AND (e.kind = 'request' OR e.subject_id = $5
             OR (e.subject_id = $4 AND (e.also IS NULL OR e.also @> ARRAY[$5::uuid])))
      ORDER BY e.seq LIMIT ${looksAt}`;
    const values = [requestId, accountId, firstDayOf(requestId), teamId, userId];
    const rows = await readRows<FoundRow>(this.reads, `${withSource(entries)} ORDER BY e.seq`, values);
    return rows.map((row) => keptView(row, 'changes'));
  }

  /** The newest versions of aggregates that the log has heard of. */
  async heardVersions(accountId: string, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const rows = await readRows<{ id: string; version: number }>(
      this.reads,
      `SELECT subject_id AS id, version::float8 AS version FROM last_versions
        WHERE account_id = $1 AND subject_id = ANY($2::uuid[])`,
      [accountId, ids],
    );
    return new Map(rows.map(({ id, version }) => [id, version]));
  }
}

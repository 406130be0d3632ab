import {
  keyOf,
  PrefetchRequired,
  readRows,
  type LoadRequest,
  type StateLoader,
  type Transaction,
} from '@rollcall/persistence';
import { ServiceUnavailable } from '@rollcall/service-kit';
import type { DataSource } from 'typeorm';
import type { CreatorQueryClient } from '../clients/creator-query-client.js';
import type { Change, Creator, TokenState } from '../domain/token-state.js';
import type { TokenReads } from '../reads.js';
import type { TokenRow } from './entities/token-row.js';
import type { Peppers } from './peppers.js';
import { tokenColumns } from './token-rows.js';
import { TokenUnitOfWork } from './token-unit-of-work.js';

/**
 * Answers of user-service by account and user; undefined for users that it does not show. Without an answer there is no
 * entry.
 */
type PrefetchedCreators = ReadonlyMap<string, Creator | undefined>;

interface AdminRow {
  readonly account_id: string;
  readonly user_id: string;
  readonly version: number;
  readonly is_active_admin: boolean;
}

/**
 * Loads the state of a batch: creators under row locks, then tokens under theirs, both sorted by id. For a batch of
 * events about users who never were admins that is one SELECT that finds no rows.
 */
export class TokenStateLoader implements StateLoader<TokenReads | undefined, TokenState, Change, PrefetchedCreators> {
  constructor(
    private readonly dataSource: DataSource,
    private readonly users: Pick<CreatorQueryClient, 'creator'>,
    private readonly peppers: Peppers,
  ) {}

  async load(
    tx: Transaction,
    requests: readonly LoadRequest<TokenReads | undefined>[],
    prefetched?: PrefetchedCreators,
  ): Promise<TokenUnitOfWork | PrefetchRequired<PrefetchedCreators>> {
    const reads = requests.flatMap((request) => request.reads ?? []);
    const creatorsToAsk = named(reads, ({ creatorId, asksCreator }) => (asksCreator ? creatorId : undefined));
    if (!prefetched && creatorsToAsk.length > 0) return new PrefetchRequired(() => this.askAbout(creatorsToAsk));
    const creators = await lockCreators(tx, reads);
    const tokens = await this.lockTokens(tx, reads, creators);
    const prefetchedCreators = prefetched ?? new Map<string, Creator>();
    return new TokenUnitOfWork({ creators, prefetchedCreators, tokens, peppers: this.peppers });
  }

  /**
   * Asks user-service about the creators of new tokens, outside the transaction. The creator's row is committed first:
   * an event that arrives between the answer and the row lock then finds the row and stores its version there. Without
   * the row it would be ignored, as an event about an unknown creator, and the older answer would win (rule 18). A
   * creator without an answer is left out.
   */
  private async askAbout(creators: readonly Named[]): Promise<PrefetchedCreators> {
    await readRows(
      this.dataSource,
      `INSERT INTO admins (account_id, user_id, version, is_active_admin)
       SELECT k.account_id, k.user_id, 0, false FROM unnest($1::uuid[], $2::uuid[]) AS k(account_id, user_id)
        ORDER BY k.account_id, k.user_id
       ON CONFLICT DO NOTHING`,
      columnsOf(creators),
    );
    const answers = await Promise.all(creators.map((creator) => this.answerAbout(creator)));
    return new Map(answers.flat());
  }

  /** The answer as a map entry; none where user-service does not answer. */
  private async answerAbout({ accountId, id }: Named): Promise<[string, Creator | undefined][]> {
    try {
      return [[keyOf(accountId, id), await this.users.creator(accountId, id)]];
    } catch (error) {
      if (error instanceof ServiceUnavailable) return [];
      throw error;
    }
  }

  /**
   * A statement after the one that locks the creators: so it sees every token that was committed under those locks
   * before.
   */
  private async lockTokens(
    tx: Transaction,
    reads: readonly TokenReads[],
    creators: readonly Creator[],
  ): Promise<TokenRow[]> {
    const known = new Set(creators.map(({ accountId, userId }) => keyOf(accountId, userId)));
    const byId = named(reads, ({ tokenId }) => tokenId);
    const byCreator = named(reads, ({ accountId, creatorId, withTokens }) =>
      withTokens && creatorId !== undefined && known.has(keyOf(accountId, creatorId)) ? creatorId : undefined,
    );
    const digests = reads.flatMap(({ digest }) => digest ?? []);
    if (byId.length + byCreator.length + digests.length === 0) return [];
    return tx.query<TokenRow>(
      `WITH wanted AS (
         SELECT t.account_id, t.id FROM unnest($1::uuid[], $2::uuid[]) AS k(account_id, id) JOIN tokens t USING (account_id, id)
         UNION
         SELECT t.account_id, t.id FROM unnest($3::uuid[], $4::uuid[]) AS k(account_id, creator_id)
           JOIN tokens t USING (account_id, creator_id) WHERE t.revoked_at IS NULL
         UNION
         SELECT t.account_id, t.id FROM tokens t WHERE t.token_hash = ANY($5::bytea[])
       )
       SELECT ${tokenColumns} FROM tokens t JOIN wanted USING (account_id, id) ORDER BY t.account_id, t.id FOR UPDATE OF t`,
      [...columnsOf(byId), ...columnsOf(byCreator), digests.flatMap((digest) => this.peppers.hashesOf(digest))],
      { keepPlan: true },
    );
  }
}

async function lockCreators(tx: Transaction, reads: readonly TokenReads[]): Promise<Creator[]> {
  const wanted = named(reads, ({ creatorId }) => creatorId);
  if (wanted.length === 0) return [];
  const rows = await tx.query<AdminRow>(
    `SELECT a.account_id, a.user_id, a.version::int, a.is_active_admin
       FROM unnest($1::uuid[], $2::uuid[]) AS k(account_id, user_id) JOIN admins a USING (account_id, user_id)
      ORDER BY a.account_id, a.user_id FOR UPDATE OF a`,
    columnsOf(wanted),
    { keepPlan: true },
  );
  return rows.map((row) => ({
    accountId: row.account_id,
    userId: row.user_id,
    version: row.version,
    isActiveAdmin: row.is_active_admin,
  }));
}

interface Named {
  readonly accountId: string;
  readonly id: string;
}

/** What `pick` finds in the reads, with the account of each, every pair once. */
function named(reads: readonly TokenReads[], pick: (one: TokenReads) => string | undefined): Named[] {
  const found = new Map<string, Named>();
  for (const one of reads) {
    const id = pick(one);
    if (id !== undefined) found.set(keyOf(one.accountId, id), { accountId: one.accountId, id });
  }
  return [...found.values()];
}

const columnsOf = (all: readonly Named[]): [string[], string[]] => [
  all.map(({ accountId }) => accountId),
  all.map(({ id }) => id),
];

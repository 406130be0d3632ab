import { TokenCommands, type CreateToken } from '@rollcall/contracts';
import type { Message } from '@rollcall/messaging';
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
import type { UserQueryClient } from '../clients/user-query-client.js';
import type { Creator } from '../domain/token-state.js';
import type { TokenReads } from '../reads.js';
import type { KeyedHash } from './keyed-hash.js';
import type { TokenRow } from './entities/token-row.js';
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
export class TokenStateLoader implements StateLoader<TokenUnitOfWork> {
  constructor(
    private readonly dataSource: DataSource,
    private readonly users: UserQueryClient,
    private readonly hashOf: KeyedHash,
  ) {}

  /**
   * Asks user-service about the creators of new tokens, outside the transaction. The creator's row is committed first:
   * an event that arrives between the answer and the row lock then finds the row and stores its version there. Without
   * the row it would be ignored, as an event about an unknown creator, and the older answer would win (rule 18). A
   * creator without an answer is left out.
   */
  async prefetch(messages: readonly Message[]): Promise<PrefetchedCreators> {
    const creators = new Map<string, CreateToken>();
    for (const { type, payload } of messages) {
      if (type !== TokenCommands.create.type) continue;
      const command = payload as CreateToken; // its type says so
      creators.set(keyOf(command.accountId, command.creatorId), command);
    }
    const wanted = [...creators.values()];
    await readRows(
      this.dataSource,
      `INSERT INTO admins (account_id, user_id, version, is_active_admin)
       SELECT k.account_id, k.user_id, 0, false FROM unnest($1::uuid[], $2::uuid[]) AS k(account_id, user_id)
        ORDER BY k.account_id, k.user_id
       ON CONFLICT DO NOTHING`,
      [wanted.map(({ accountId }) => accountId), wanted.map(({ creatorId }) => creatorId)],
    );
    const answers = await Promise.all(wanted.map((command) => this.answerAbout(command)));
    return new Map(answers.flat());
  }

  /** The answer as a map entry; none where user-service does not answer. */
  private async answerAbout({ accountId, creatorId }: CreateToken): Promise<[string, Creator | undefined][]> {
    try {
      return [[keyOf(accountId, creatorId), await this.users.creator(accountId, creatorId)]];
    } catch (error) {
      if (error instanceof ServiceUnavailable) return [];
      throw error;
    }
  }

  async load(
    tx: Transaction,
    requests: readonly LoadRequest[],
    prefetched?: PrefetchedCreators,
  ): Promise<TokenUnitOfWork> {
    if (!prefetched && requests.some(({ message }) => message.type === TokenCommands.create.type))
      throw new PrefetchRequired();
    const reads = requests.flatMap((request) => (request.reads as TokenReads | undefined) ?? []);
    const creators = await lockCreators(tx, reads);
    const tokens = await this.lockTokens(tx, reads, creators);
    const asked = prefetched ?? new Map<string, Creator>();
    return new TokenUnitOfWork({ creators, asked, tokens, hashOf: this.hashOf });
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
    const byId = pairs(reads, ({ tokenId }) => tokenId);
    const byCreator = pairs(reads, ({ accountId, creatorId, endsTokens }) =>
      endsTokens && creatorId !== undefined && known.has(keyOf(accountId, creatorId)) ? creatorId : undefined,
    );
    const digests = reads.flatMap(({ digest }) => digest ?? []);
    if (byId.ids.length + byCreator.ids.length + digests.length === 0) return [];
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
      [byId.accounts, byId.ids, byCreator.accounts, byCreator.ids, digests.map(this.hashOf)],
      { keepPlan: true },
    );
  }
}

async function lockCreators(tx: Transaction, reads: readonly TokenReads[]): Promise<Creator[]> {
  const { accounts, ids } = pairs(reads, ({ creatorId }) => creatorId);
  if (ids.length === 0) return [];
  const rows = await tx.query<AdminRow>(
    `SELECT a.account_id, a.user_id, a.version::int, a.is_active_admin
       FROM unnest($1::uuid[], $2::uuid[]) AS k(account_id, user_id) JOIN admins a USING (account_id, user_id)
      ORDER BY a.account_id, a.user_id FOR UPDATE OF a`,
    [accounts, ids],
    { keepPlan: true },
  );
  return rows.map((row) => ({
    accountId: row.account_id,
    userId: row.user_id,
    version: row.version,
    isActiveAdmin: row.is_active_admin,
  }));
}

/** The ids that `pick` finds in the reads, with their accounts, each pair once. */
function pairs(reads: readonly TokenReads[], pick: (need: TokenReads) => string | undefined) {
  const found = new Map<string, { accountId: string; id: string }>();
  for (const need of reads) {
    const id = pick(need);
    if (id !== undefined) found.set(keyOf(need.accountId, id), { accountId: need.accountId, id });
  }
  const all = [...found.values()];
  return { accounts: all.map(({ accountId }) => accountId), ids: all.map(({ id }) => id) };
}

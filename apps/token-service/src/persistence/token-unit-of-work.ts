import { isNewerVersion, type AccountClosure } from '@rollcall/contracts';
import { closureWrite, keyOf, Tracked, type TableWrite, type UnitOfWork } from '@rollcall/persistence';
import type { Token } from '../domain/token.js';
import type { Change, Creator, TokenState } from '../domain/token-state.js';
import type { TokenRow } from './entities/token-row.js';
import type { Peppers, StoredHash } from './peppers.js';
import { newTokenColumns, newTokenRecord, newTokenRow, tokenOf } from './token-rows.js';

export interface LoadedState {
  readonly creators: readonly Creator[];
  readonly prefetchedCreators: ReadonlyMap<string, Creator | undefined>;
  readonly tokens: readonly TokenRow[];
  readonly peppers: Peppers;
}

/** Creators and tokens of one batch, with the changes of the decisions made so far. */
export class TokenUnitOfWork implements UnitOfWork<Change>, TokenState {
  private readonly creators: Tracked<Creator>;
  private readonly tokens: Tracked<Token>;
  private readonly hashes: Set<string>;
  private readonly closures = new Map<string, AccountClosure>();
  private readonly newHashes = new Map<string, StoredHash>();
  private readonly prefetchedCreators: LoadedState['prefetchedCreators'];
  private readonly peppers: Peppers;

  constructor({ creators, prefetchedCreators, tokens, peppers }: LoadedState) {
    this.prefetchedCreators = prefetchedCreators;
    this.peppers = peppers;
    this.creators = new Tracked(creators, { key: ({ accountId, userId }) => keyOf(accountId, userId) });
    this.tokens = new Tracked(tokens.map(tokenOf), { key: ({ accountId, id }) => keyOf(accountId, id) });
    this.hashes = new Set(tokens.map(({ token_hash }) => token_hash.toString('hex')));
  }

  knownCreator(accountId: string, userId: string): Creator | undefined {
    return this.creators.get(keyOf(accountId, userId));
  }

  isAnswered(accountId: string, userId: string): boolean {
    return this.prefetchedCreators.has(keyOf(accountId, userId));
  }

  prefetchedCreator(accountId: string, userId: string): Creator | undefined {
    return this.prefetchedCreators.get(keyOf(accountId, userId));
  }

  token(accountId: string, tokenId: string): Token | undefined {
    return this.tokens.get(keyOf(accountId, tokenId));
  }

  hasDigest(digest: string): boolean {
    return this.peppers.hashesOf(digest).some((hash) => this.hashes.has(hash.toString('hex')));
  }

  tokensOf(accountId: string, creatorId: string): Token[] {
    const key = keyOf(accountId, creatorId);
    return [...this.tokens.all()].filter((token) => keyOf(token.accountId, token.creatorId) === key && !token.revoked);
  }

  apply(changes: readonly Change[]): void {
    for (const change of changes) {
      if (change.kind === 'closure') this.takeClosure(change.closure);
      else if (change.kind === 'creator') this.creators.set(change.creator);
      else this.tokens.set(change.token);
      if (change.kind === 'token-made') this.takeHash(change.token, this.peppers.storedHashOf(change.digest));
    }
  }

  writes(): TableWrite[] {
    const closures = closureWrite([...this.closures.values()]);
    return [this.creatorWrite(), this.newTokenWrite(), this.revokedTokenWrite(), closures];
  }

  /** Of several in one batch the newest counts, which need not come last. */
  private takeClosure(closure: AccountClosure): void {
    const known = this.closures.get(closure.accountId);
    if (isNewerVersion(closure.version, known?.version)) this.closures.set(closure.accountId, closure);
  }

  private takeHash(token: Token, stored: StoredHash): void {
    this.hashes.add(stored.hash.toString('hex'));
    this.newHashes.set(keyOf(token.accountId, token.id), stored);
  }

  /** Another transaction may have inserted the row since it was loaded: the newer version wins. */
  private creatorWrite(): TableWrite {
    const rows = inOrder(this.creators.addedAndChanged(), ({ accountId, userId }) => keyOf(accountId, userId)).map(
      ({ accountId, userId, version, isActiveAdmin }) => ({
        account_id: accountId,
        user_id: userId,
        version,
        is_active_admin: isActiveAdmin,
      }),
    );
    return {
      name: 'creators',
      rows,
      sql: (records) => `
        INSERT INTO admins (account_id, user_id, version, is_active_admin)
        SELECT * FROM json_to_recordset(${records}) AS r(account_id uuid, user_id uuid, version bigint, is_active_admin boolean)
        ON CONFLICT (account_id, user_id) DO UPDATE SET version = excluded.version, is_active_admin = excluded.is_active_admin
         WHERE admins.version < excluded.version`,
    };
  }

  private newTokenWrite(): TableWrite {
    const rows = inOrder(this.newHashes, ([key]) => key).flatMap(([key, stored]) => {
      const token = this.tokens.get(key);
      return token ? [newTokenRow(token, stored)] : [];
    });
    return {
      name: 'new_tokens',
      rows,
      sql: (records) => `
        INSERT INTO tokens (${newTokenColumns}) SELECT ${newTokenColumns}
          FROM json_to_recordset(${records}) AS r(${newTokenRecord})`,
    };
  }

  private revokedTokenWrite(): TableWrite {
    const changed = inOrder(this.tokens.changed(), ({ entity }) => keyOf(entity.accountId, entity.id));
    const rows = changed.flatMap(({ entity: { accountId, id, version, revoked }, loaded }) =>
      revoked ? [{ account_id: accountId, id, version, loaded_version: loaded.version, ...revoked }] : [],
    );
    return {
      name: 'revoked_tokens',
      rows,
      guarded: true,
      sql: (records) => `
        UPDATE tokens t SET version = r.version, revoked_at = r.at, revoked_reason = r.reason
          FROM json_to_recordset(${records})
               AS r(account_id uuid, id uuid, version bigint, loaded_version bigint, reason text, at timestamptz)
         WHERE t.account_id = r.account_id AND t.id = r.id AND t.version = r.loaded_version`,
    };
  }
}

const inOrder = <T>(all: Iterable<T>, keyOfOne: (one: T) => string): T[] =>
  [...all].sort((one, other) => (keyOfOne(one) < keyOfOne(other) ? -1 : 1));

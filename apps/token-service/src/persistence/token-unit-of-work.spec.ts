import { describe, expect, it } from 'vitest';
import { accountId, activeAdmin, ada, workingToken } from '../../test/support/given-state.js';
import type { TokenRow } from './entities/token-row.js';
import { Peppers } from './peppers.js';
import { TokenUnitOfWork } from './token-unit-of-work.js';

const peppers = new Peppers({ current: 'pepper' });
const { hash, pepperId } = peppers.storedHashOf('aa');
const row: TokenRow = {
  account_id: accountId,
  id: workingToken.id,
  version: 1,
  token_hash: hash,
  pepper_id: pepperId,
  name: workingToken.name,
  hint: workingToken.hint,
  creator_id: ada,
  creator_version: 1,
  created_at: new Date(workingToken.createdAt),
  expires_at: new Date(workingToken.expiresAt),
  leniency: 'named',
  provider: null,
  purpose: 'scim',
  revoked_at: null,
  revoked_reason: null,
  told_days_left: null,
};
const load = () =>
  new TokenUnitOfWork({ creators: [activeAdmin(1)], prefetchedCreators: new Map(), tokens: [row], peppers });
const [account, creator, token] = [accountId, ada, workingToken.id].map((id) => id.toUpperCase()) as [
  string,
  string,
  string,
];

describe('the unit of work', () => {
  it('finds what a message names in upper case: the database compares ids without regard to case', () => {
    const set = load();
    expect(set.token(account, token)).toEqual(workingToken);
    expect(set.knownCreator(account, creator)).toEqual(activeAdmin(1));
    expect(set.tokensOf(account, creator)).toEqual([workingToken]);
  });

  it('writes what was changed under an id in upper case over the row that was loaded', () => {
    const set = load();
    const revoked = { reason: 'revoked', at: '2026-11-24T12:00:00.000Z' } as const;
    set.apply([{ kind: 'token-revoked', token: { ...workingToken, id: token, version: 2, revoked } }]);
    expect(set.tokensOf(accountId, ada)).toEqual([]);
    const [, , write] = set.writes();
    expect(write?.rows).toMatchObject([{ version: 2, loaded_version: 1, ...revoked }]);
  });
});

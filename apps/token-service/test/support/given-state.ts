import type { Token } from '../../src/domain/token.js';
import type { Creator, TokenState } from '../../src/domain/token-state.js';

export const accountId = '01890a5d-ac96-774b-bcce-b302099a8001';
export const ada = '01890a5d-ac96-774b-bcce-b302099a8002';
export const now = new Date('2026-11-24T12:00:00.000Z');

export const activeAdmin = (version: number): Creator => ({ accountId, userId: ada, version, isActiveAdmin: true });
export const nobody = (version: number): Creator => ({ ...activeAdmin(version), isActiveAdmin: false });

/** A working token of Ada's, made when she had version 1. */
export const workingToken: Token = {
  id: '01890a5d-ac96-774b-bcce-b302099a8003',
  accountId,
  version: 1,
  name: 'Okta',
  hint: 'rollcall_scim_…x7Kq',
  creatorId: ada,
  creatorVersion: 1,
  createdAt: '2026-11-01T00:00:00.000Z',
  expiresAt: '2027-11-01T00:00:00.000Z',
  leniency: 'named',
  purpose: 'scim',
};

interface Given {
  readonly known?: Creator;
  readonly asked?: Creator;
  readonly unanswered?: boolean;
  readonly tokens?: readonly Token[];
  readonly digests?: readonly string[];
}

/** A book in which this, and nothing else, is written. */
export function givenState({ known, asked, unanswered = false, tokens = [], digests = [] }: Given = {}): TokenState {
  const isAda = (account: string, user: string) => account === accountId && user === ada;
  return {
    knownCreator: (account, user) => (isAda(account, user) ? known : undefined),
    isAnswered: () => !unanswered,
    prefetchedCreator: (account, user) => (isAda(account, user) ? asked : undefined),
    token: (account, id) => tokens.find((token) => token.accountId === account && token.id === id),
    hasDigest: (digest) => digests.includes(digest),
    tokensOf: (account, user) => (isAda(account, user) ? tokens.filter(({ revoked }) => !revoked) : []),
  };
}

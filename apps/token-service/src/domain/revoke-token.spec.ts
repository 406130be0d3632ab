import { describe, expect, it } from 'vitest';
import { accountId, ada, givenState, now, workingToken } from '../../test/support/given-state.js';
import { decideRevokeToken } from './revoke-token.js';

const actor = { kind: 'admin', id: ada } as const;
const command = { accountId, tokenId: workingToken.id, actor };
const otherAccount = '01890a5d-ac96-774b-bcce-b302099a8999';

describe('revoking a token by hand', () => {
  it('ends it, and says who did it', () => {
    const { changes, events, reply } = decideRevokeToken(command, givenState({ tokens: [workingToken] }), now);
    const revoked = { reason: 'revoked', at: now.toISOString() };
    expect(changes).toEqual([{ kind: 'token-revoked', token: { ...workingToken, version: 2, revoked } }]);
    expect(events).toMatchObject([{ type: 'token.revoked', version: 2, payload: { reason: 'revoked', actor } }]);
    expect(reply).toMatchObject({ state: 'revoked', endedAt: now.toISOString() });
  });

  it('changes nothing the second time: the first reason stays', () => {
    const revoked = { reason: 'creator-deactivated', at: '2026-11-02T00:00:00.000Z' } as const;
    const decision = decideRevokeToken(command, givenState({ tokens: [{ ...workingToken, revoked }] }), now);
    expect(decision).toMatchObject({ changes: [], events: [], reply: { state: 'creator-deactivated' } });
  });

  it('does not find the token of another account', () => {
    const state = givenState({ tokens: [workingToken] });
    expect(() => decideRevokeToken({ ...command, accountId: otherAccount }, state, now)).toThrow('token-not-found');
  });
});

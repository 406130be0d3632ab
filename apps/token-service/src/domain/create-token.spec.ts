import type { CreateToken } from '@rollcall/contracts';
import { describe, expect, it } from 'vitest';
import { accountId, activeAdmin, ada, givenState, nobody, now, workingToken } from '../../test/support/given-state.js';
import { decideCreateToken } from './create-token.js';

const command = {
  accountId,
  tokenId: workingToken.id,
  creatorId: ada,
  actor: { kind: 'operator', id: 'ops' },
  name: 'Okta',
  hint: 'rollcall_scim_…x7Kq',
  digest: 'd'.repeat(64),
} as const;

const decided = (of: Partial<CreateToken>, given: Parameters<typeof givenState>[0]) =>
  decideCreateToken({ ...command, ...of }, givenState(given), now);
const refusalOf = (of: Partial<CreateToken>, given: Parameters<typeof givenState>[0]) => {
  try {
    decided(of, given);
  } catch (refusal) {
    return refusal;
  }
  return undefined;
};

describe('making a token (rule 17)', () => {
  it('gives an active admin one that works for a year', () => {
    const { changes, events, reply } = decided({}, { asked: activeAdmin(3) });
    expect(reply).toMatchObject({ state: 'working', creatorId: ada, expiresAt: '2027-11-24T12:00:00.000Z' });
    expect(changes).toMatchObject([
      { kind: 'creator', creator: activeAdmin(3) },
      { kind: 'token-made', digest: command.digest, token: { version: 1, creatorVersion: 3 } },
    ]);
    expect(events).toMatchObject([{ type: 'token.created', version: 1, payload: { creatorId: ada } }]);
  });

  it('makes a strict one for who asks for it, and says in its view what it is', () => {
    expect(decided({}, { asked: activeAdmin(3) }).reply?.leniency).toBe('named');
    const { changes, reply } = decided({ leniency: 'none' }, { asked: activeAdmin(3) });
    expect([reply?.leniency, changes[1]]).toMatchObject(['none', { token: { leniency: 'none' } }]);
  });

  it('says of which identity provider it is, where that was said', () => {
    expect(decided({}, { asked: activeAdmin(3) }).reply).not.toHaveProperty('provider');
    const { changes, reply } = decided({ provider: 'entra' }, { asked: activeAdmin(3) });
    expect([reply?.provider, changes[1]]).toMatchObject(['entra', { token: { provider: 'entra' } }]);
  });

  it('says nothing of the secret in its event', () => {
    expect(JSON.stringify(decided({}, { asked: activeAdmin(3) }).events)).not.toContain(command.digest);
  });

  it('refuses who is no active admin, whom nobody knows, and whom user-service does not show any more', () => {
    const notAnAdmin = { code: 'not-an-admin', facts: { userId: ada } };
    expect(refusalOf({}, { asked: nobody(3) })).toMatchObject(notAnAdmin);
    expect(refusalOf({}, {})).toMatchObject(notAnAdmin);
    expect(refusalOf({}, { known: activeAdmin(3) })).toMatchObject(notAnAdmin);
  });

  it('refuses for now when user-service did not answer, whatever was heard before', () => {
    const away = { code: 'dependency-away', facts: { service: 'user-service' } };
    expect(refusalOf({}, { unanswered: true, known: activeAdmin(3) })).toMatchObject(away);
  });

  it('believes an event that came after the answer, and an answer that is newer than the events', () => {
    expect(refusalOf({}, { asked: activeAdmin(3), known: nobody(4) })).toMatchObject({ code: 'not-an-admin' });
    expect(refusalOf({}, { asked: nobody(4), known: activeAdmin(3) })).toMatchObject({ code: 'not-an-admin' });
    expect(decided({}, { asked: activeAdmin(5), known: nobody(4) }).changes).toMatchObject([
      { creator: { version: 5 } },
      { token: { creatorVersion: 5 } },
    ]);
    expect(decided({}, { asked: activeAdmin(3), known: activeAdmin(4) }).changes).toMatchObject([
      { creator: { version: 4 } },
      { token: { creatorVersion: 4 } },
    ]);
  });

  it('takes an expiry of at most two years', () => {
    const asked = activeAdmin(1);
    expect(decided({ expiresAt: '2028-11-24T12:00:00.000Z' }, { asked }).reply).toMatchObject({
      expiresAt: '2028-11-24T12:00:00.000Z',
    });
    for (const expiresAt of ['2028-11-24T12:00:00.001Z', '2026-11-24T12:00:00.000Z', 'tomorrow']) {
      expect(refusalOf({ expiresAt }, { asked })).toMatchObject({ code: 'expiry-invalid', facts: { expiresAt } });
    }
  });

  it('gives an admin at most a hundred that work: what ends them is one transaction (rule 24)', () => {
    const asked = activeAdmin(1);
    const tokens = Array.from({ length: 100 }, (_, n) => ({
      ...workingToken,
      id: `${workingToken.id.slice(0, -3)}${n + 100}`,
    }));
    expect(refusalOf({}, { asked, tokens })).toMatchObject({ code: 'too-many-tokens', facts: { most: 100 } });
    const [first, ...others] = tokens;
    for (const ended of [
      { ...workingToken, expiresAt: '2026-11-24T11:59:59.000Z' },
      { ...workingToken, revoked: { at: '2026-11-24T11:59:59.000Z', reason: 'revoked' as const } },
    ])
      expect(decided({}, { asked, tokens: [{ ...ended, id: first?.id ?? '' }, ...others] }).reply?.state).toBe(
        'working',
      );
  });

  it('refuses an id or a secret that another token has', () => {
    const asked = activeAdmin(1);
    expect(refusalOf({}, { asked, tokens: [workingToken] })).toMatchObject({ code: 'invalid-message' });
    expect(refusalOf({}, { asked, digests: [command.digest] })).toMatchObject({ code: 'invalid-message' });
  });
});

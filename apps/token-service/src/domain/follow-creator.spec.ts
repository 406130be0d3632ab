import { describe, expect, it } from 'vitest';
import { accountId, activeAdmin, ada, givenState, nobody, now, workingToken } from '../../test/support/given-state.js';
import { decideCreatorChanged, type CreatorNews } from './follow-creator.js';

const admin: Omit<CreatorNews, 'version'> = {
  accountId,
  userId: ada,
  userType: 'admin',
  active: true,
  released: false,
};
const nothing = { changes: [], events: [] };
const decided = (news: Partial<CreatorNews>, given: Parameters<typeof givenState>[0]) =>
  decideCreatorChanged({ ...admin, version: 2, ...news }, givenState(given), now);

describe('what happens to people', () => {
  it('is ignored where they never were admins', () => {
    expect(decided({ userType: 'member' }, {})).toEqual(nothing);
    expect(decided({ userType: 'member', active: false }, {})).toEqual(nothing);
  });

  it('is remembered of admins, tokens or not', () => {
    expect(decided({ version: 1 }, {})).toEqual({
      ...nothing,
      changes: [{ kind: 'creator', creator: activeAdmin(1) }],
    });
    expect(decided({ active: false }, { known: activeAdmin(1) }).changes).toEqual([
      { kind: 'creator', creator: nobody(2) },
    ]);
  });

  it.each([
    ['deactivated', { active: false }, 'creator-deactivated'],
    ['demoted', { userType: 'member' }, 'creator-not-admin'],
    ['given a custom role', { userType: '01890a5d-ac96-774b-bcce-b302099a8777' }, 'creator-not-admin'],
    ['released', { active: false, released: true }, 'creator-released'],
  ] as const)('ends all tokens of an admin who is %s, for good (rule 18)', (_what, news, reason) => {
    const other = { ...workingToken, id: '01890a5d-ac96-774b-bcce-b302099a8004' };
    const { changes, events } = decided(news, { known: activeAdmin(1), tokens: [workingToken, other] });
    const revoked = { reason, at: now.toISOString() };
    expect(changes).toEqual([
      { kind: 'creator', creator: nobody(2) },
      { kind: 'token-revoked', token: { ...workingToken, version: 2, revoked } },
      { kind: 'token-revoked', token: { ...other, version: 2, revoked } },
    ]);
    const actor = { kind: 'system', id: 'token-service' };
    expect(events).toMatchObject(
      [workingToken, other].map(({ id }) => ({ aggregateId: id, payload: { reason, actor } })),
    );
  });

  it('leaves tokens alone that had ended before', () => {
    const revoked = { reason: 'revoked', at: '2026-11-02T00:00:00.000Z' } as const;
    const expired = { ...workingToken, expiresAt: '2026-11-02T00:00:00.000Z' };
    const { events } = decided(
      { active: false },
      { known: activeAdmin(1), tokens: [{ ...workingToken, revoked }, expired] },
    );
    expect(events).toEqual([]);
  });

  it('gives no token back when the admin returns', () => {
    const revoked = { reason: 'creator-deactivated', at: '2026-11-02T00:00:00.000Z' } as const;
    const decision = decided({ version: 3 }, { known: nobody(2), tokens: [{ ...workingToken, revoked }] });
    expect(decision).toEqual({ ...nothing, changes: [{ kind: 'creator', creator: activeAdmin(3) }] });
  });

  it('does not turn back what is known when it comes again or late', () => {
    expect(decided({ version: 1 }, { known: nobody(2) })).toEqual(nothing);
    expect(decided({ version: 2, active: false }, { known: nobody(2) })).toEqual(nothing);
  });

  it('ends the older tokens of an admin who is one again, though it comes late, and spares the newer', () => {
    const older = { ...workingToken, creatorVersion: 1 };
    const newer = { ...workingToken, id: '01890a5d-ac96-774b-bcce-b302099a8004', creatorVersion: 3 };
    const demoted = { version: 2, userType: 'member' };
    const { changes } = decided(demoted, { known: activeAdmin(3), tokens: [older, newer] });
    expect(changes).toMatchObject([{ kind: 'token-revoked', token: { id: older.id } }]);
  });
});

import type { NoticeCounts, ReconcilerStatus } from '@rollcall/contracts';
import { describe, expect, it } from 'vitest';
import { statusOf } from './scim-status.js';

const id = '01890a5d-ac96-774b-bcce-b302099a8059';
const now = new Date('2026-03-01T00:00:00.000Z');
const calm: ReconcilerStatus = { mode: 'enforce', dirty: 0, oldestDirtySeconds: 0, held: [], runs: [] };
const nothing: NoticeCounts = { kinds: [], heldLeavers: 0 };
const allCalm = { reconciler: calm, notices: nothing };
const base = {
  id,
  name: 'Okta',
  hint: 'rollcall_scim_…x7Kq',
  creatorId: id,
  createdAt: '2026-01-01T00:00:00.000Z',
  leniency: 'named',
} as const;
const creator = { id, userName: 'ada@acme.example', active: false };
const working = { ...base, expiresAt: '2026-03-11T12:00:00.000Z', state: 'working' } as const;
const dead = {
  ...base,
  creator,
  expiresAt: '2027-01-01T00:00:00.000Z',
  state: 'creator-deactivated',
  endedAt: '2026-02-14T09:00:00.000Z',
  lastRefusedAt: '2026-02-28T09:00:00.000Z',
} as const;

describe('the status of provisioning', () => {
  it('says that nothing was generated yet', () => {
    expect(statusOf([], allCalm, now)).toMatchObject({ state: 'no-token', workingTokens: 0 });
  });

  it('says who the token died with, and when', () => {
    const { state, sentence, lastDeath, lastRefusalAt } = statusOf([dead], allCalm, now);
    expect([state, lastDeath, lastRefusalAt]).toEqual(['token-died', dead, dead.lastRefusedAt]);
    expect(sentence).toContain('deactivated (ada@acme.example) on 2026-02-14');
  });

  it('works as soon as one token does, and says how long', () => {
    expect(statusOf([working, dead], allCalm, now)).toMatchObject({ state: 'working', expiresInDays: 10 });
  });

  it.each([
    ['paused', { ...calm, mode: 'paused' as const }],
    ['held-runs', { ...calm, held: [{ teamId: id, since: base.createdAt, reason: 'too many' }] }],
  ])('says that it is %s', (state, reconciler) => {
    expect(statusOf([working], { ...allCalm, reconciler }, now).state).toBe(state);
  });

  it('says how many leavers are held, and what waits', () => {
    const kinds = [{ kind: 'leavers-held', waiting: 1, unseen: 1 } as const];
    const status = statusOf([working], { ...allCalm, notices: { kinds, heldLeavers: 24 } }, now);
    expect(status).toMatchObject({ state: 'held-leavers', heldLeavers: 24, notices: kinds });
    expect(status.sentence).toContain('24 people');
  });
});

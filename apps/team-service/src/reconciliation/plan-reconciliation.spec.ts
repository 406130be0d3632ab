import type { Membership } from '@rollcall/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  allowedShareOfMembers,
  alwaysAllowedEvictions,
  planReconciliation,
  type ReconciliationInput,
} from './plan-reconciliation.js';
import type { Team } from '../domain/team.js';

const now = new Date('2026-11-24T12:00:00.000Z');
const design: Team = {
  accountId: 'acme',
  id: 'design',
  version: 4,
  displayName: 'Design',
  ownedBy: 'directory',
  ownedSince: '2026-11-01T00:00:00.000Z',
  createdAt: '2026-11-01T00:00:00.000Z',
  updatedAt: '2026-11-01T00:00:00.000Z',
};
const byHand = (userId: string): Membership => ({
  userId,
  source: 'manual',
  addedAt: '2026-11-24T11:59:59.000Z',
  addedBy: { kind: 'admin', id: 'ada' },
});
const unknownUserIds = (count: number) => Array.from({ length: count }, (_, i) => byHand(`s${i}`));
const drift = (of: Partial<ReconciliationInput> = {}): ReconciliationInput => ({
  team: design,
  mode: 'enforce',
  extra: [],
  missing: [],
  members: 10,
  evictionHistories: new Map(),
  approved: false,
  ...of,
});
const plan = (of: Partial<ReconciliationInput>) => planReconciliation(drift(of), now);

describe('the plan of a run', () => {
  it('says who is put out and who is put back, and why', () => {
    const missing = [
      { userId: 'ann', removedBy: 'admin bob', removedAt: '2026-11-24T11:00:00.000Z' },
      { userId: 'cy' },
    ];
    const { ownedSince } = design;
    expect(plan({ extra: [byHand('eve')], missing })).toEqual({
      outcome: 'done',
      contended: [],
      evict: [
        {
          userId: 'eve',
          reason:
            'added by admin ada at 2026-11-24T11:59:59.000Z by hand; the team is owned by the directory since 2026-11-01T00:00:00.000Z',
          cause: 'by-hand',
          by: { kind: 'admin', id: 'ada' },
          at: '2026-11-24T11:59:59.000Z',
          ownedSince,
        },
      ],
      restore: [
        {
          userId: 'ann',
          reason:
            'removed by admin bob at 2026-11-24T11:00:00.000Z by hand; the team is owned by the directory since 2026-11-01T00:00:00.000Z and its group names the person',
          cause: 'by-hand',
          by: { kind: 'admin', id: 'bob' },
          at: '2026-11-24T11:00:00.000Z',
          ownedSince,
        },
        {
          userId: 'cy',
          reason:
            'was missing; the team is owned by the directory since 2026-11-01T00:00:00.000Z and its group names the person',
          cause: 'missing',
          ownedSince,
        },
      ],
    });
  });

  it.each([
    ['a workspace team', { team: { ...design, ownedBy: 'workspace' as const } }],
    ['a paused account', { mode: 'paused' as const }],
    ['no drift', { extra: [] }],
  ])('is nothing for %s', (_, of) => {
    expect(plan({ extra: unknownUserIds(3), ...of }).outcome).toBe('nothing');
  });

  it('only reports in an account that wants that, even beyond the brake', () => {
    expect(plan({ extra: unknownUserIds(50), members: 50, mode: 'report-only' })).toMatchObject({
      outcome: 'reported',
    });
  });

  it.each([
    [20, 20, 'done'],
    [21, 21, 'held'],
    [30, 100, 'done'],
    [31, 100, 'held'],
    [300, 1_000, 'done'],
    [301, 1_000, 'held'],
  ])('with %i of %i members to remove is %s: max(20, 30 %%)', (extra, members, outcome) => {
    expect(plan({ extra: unknownUserIds(extra), members }).outcome).toBe(outcome);
  });

  it('is not held once an admin has let it go, nor at the end of a takeover', () => {
    expect(plan({ extra: unknownUserIds(50), members: 50, approved: true }).outcome).toBe('done');
    const team = { ...design, waitsUntil: '2026-11-24T11:59:00.000Z' };
    expect(plan({ extra: unknownUserIds(50), members: 50, team }).outcome).toBe('done');
  });

  it('waits while the former members of a taken-over team still have time', () => {
    const at = '2026-11-24T12:00:30.000Z';
    expect(plan({ extra: unknownUserIds(1), team: { ...design, waitsUntil: at } })).toEqual({ outcome: 'later', at });
  });

  it('backs off from a pair that comes back, looks again in time, and goes on with the others', () => {
    const evictionHistories = new Map([['s0', { evictions: 4, lastAt: now.toISOString() }]]);
    expect(plan({ extra: unknownUserIds(2), evictionHistories })).toMatchObject({
      outcome: 'done',
      evict: [{ userId: 's1' }],
      retryAt: '2026-11-24T12:00:01.600Z',
    });
    expect(plan({ extra: unknownUserIds(1), evictionHistories })).toEqual({
      outcome: 'later',
      at: '2026-11-24T12:00:01.600Z',
    });
  });

  it('raises one incident, at the fifth eviction within a quarter of an hour', () => {
    const after = (evictions: number, lastAt = '2026-11-24T11:55:00.000Z') =>
      plan({ extra: unknownUserIds(1), evictionHistories: new Map([['s0', { evictions, lastAt }]]) });
    expect(after(3)).toMatchObject({ contended: [] });
    expect(after(4)).toMatchObject({ contended: [{ userId: 's0', evictions: 5 }] });
    expect(after(5)).toMatchObject({ contended: [] });
    expect(after(4, '2026-11-24T11:40:00.000Z')).toMatchObject({ contended: [] });
  });

  it('never removes more than the brake allows, and names every drift exactly once', () => {
    fc.assert(
      fc.property(fc.nat(200), fc.nat(50), fc.nat(1_000), (extra, missing, others) => {
        const members = extra + others;
        const lost = Array.from({ length: missing }, (_, i) => ({ userId: `m${i}` }));
        const result = plan({ extra: unknownUserIds(extra), missing: lost, members });
        if (result.outcome === 'nothing') return extra + missing === 0;
        if (result.outcome === 'later') return false;
        const whole = result.evict.length === extra && result.restore.length === missing;
        const allowed = extra <= Math.max(alwaysAllowedEvictions, members * allowedShareOfMembers);
        return whole && (result.outcome === 'done') === allowed;
      }),
    );
  });
});

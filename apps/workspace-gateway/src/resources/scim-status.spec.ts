import type { NoticeCounts, ProvisioningActivity, ReconcilerStatus } from '@rollcall/contracts';
import { describe, expect, it } from 'vitest';
import type { Token } from '../contract/token-shapes.js';
import type { Known } from './provisioning-activity.js';
import type { Provisioning } from './provisioning-states.js';
import { statusOf } from './scim-status.js';

const id = '01890a5d-ac96-774b-bcce-b302099a8059';
const now = new Date('2026-03-01T00:00:00.000Z');
const calm: ReconcilerStatus = { mode: 'enforce', dirty: 0, oldestDirtySeconds: 0, held: [], runs: [] };
const nothing: NoticeCounts = { kinds: [], heldLeavers: 0 };
const away: Known = { unknown: 'The audit log does not answer.' };
const person = { id, userName: 'ada@acme.example', active: true };
const people: Provisioning['people'] = { actor: (actor) => ({ ...actor, person }), named: () => ({ person }) };
const of = (tokens: readonly Token[], more: Partial<Provisioning> = {}): Provisioning => ({
  tokens,
  reconciler: calm,
  notices: nothing,
  known: away,
  people,
  teamNames: new Map([[id, 'Sales']]),
  ...more,
});
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
    expect(statusOf(of([]), now)).toMatchObject({ state: 'no-token', workingTokens: 0 });
  });

  it('says who the token died with, and when', () => {
    const { state, sentence, lastDeath, lastRefusalAt } = statusOf(of([dead]), now);
    expect([state, lastDeath, lastRefusalAt]).toEqual(['token-died', dead, dead.lastRefusedAt]);
    expect(sentence).toContain('deactivated (ada@acme.example) on 2026-02-14');
  });

  it('works as soon as one token does, and says how long', () => {
    expect(statusOf(of([working, dead]), now)).toMatchObject({ state: 'working', expiresInDays: 10 });
  });

  it.each([
    ['paused', { ...calm, mode: 'paused' as const }],
    ['held-runs', { ...calm, held: [{ teamId: id, since: base.createdAt, reason: 'too many' }] }],
  ])('says that it is %s', (state, reconciler) => {
    expect(statusOf(of([working], { reconciler }), now).state).toBe(state);
  });

  it('says how many leavers are held, and what waits', () => {
    const kinds = [{ kind: 'leavers-held', waiting: 1, unseen: 1 } as const];
    const status = statusOf(of([working], { notices: { kinds, heldLeavers: 24 } }), now);
    expect(status).toMatchObject({ state: 'held-leavers', heldLeavers: 24, notices: kinds });
    expect(status.sentence).toContain('24 people are over the limit: they are still active');
  });

  it('says of one what it says of many', () => {
    const kinds = [{ kind: 'leavers-held', waiting: 1, unseen: 1 } as const];
    const leaver = statusOf(of([working], { notices: { kinds, heldLeavers: 1 } }), now);
    expect(leaver.sentence).toContain(
      'One person is over the limit: still active, until an admin approves or declines on the page Leavers.',
    );
    expect(leaver.states[0]?.sentence).toContain('One person is over the limit: still active, until an admin decides.');
    const run = { teamId: id, since: base.createdAt, reason: 'too many' };
    const said = (held: (typeof run)[]) => {
      const { sentence, states } = statusOf(of([working], { reconciler: { ...calm, held } }), now);
      return [sentence, states[0]?.sentence];
    };
    expect(said([run])).toEqual([
      expect.stringContaining('one team has many members who are not in its group. Nobody is put out'),
      expect.stringContaining('One team has many members who are not in its group: more than the limit'),
    ]);
    expect(said([run, run])).toEqual([
      expect.stringContaining('2 teams have many members who are not in their groups. Nobody is put out'),
      expect.stringContaining('2 teams have many members who are not in their groups: more than the limit'),
    ]);
  });
});

describe('the states of provisioning', () => {
  const codes = (all: Provisioning) => statusOf(all, now).states.map(({ code }) => code);
  const lasting = { ...working, expiresAt: '2026-12-01T00:00:00.000Z' } as const;
  const since = '2026-02-27T22:10:00.000Z';
  const activity: ProvisioningActivity = {
    since: '2026-02-28T00:00:00.000Z',
    requests: { requests: 9, refused: 7 },
    changes: { peopleCreated: 1, peopleChanged: 2, peopleDeactivated: 3, evictions: 4 },
    tokens: [{ tokenId: id, requests: 7, refused: 7, lastRequestAt: since, userAgent: 'Okta SCIM Client 1.0.0' }],
  };
  const known: Known = { activity };

  it('are none where everything works', () => {
    expect(codes(of([lasting]))).toEqual([]);
  });

  it('are all that is so, the gravest first', () => {
    const kinds = [
      { kind: 'leavers-held', waiting: 1, unseen: 1, since },
      { kind: 'takeover-waiting', waiting: 2, unseen: 2, since },
    ] as const;
    const held = [{ teamId: id, since, reason: 'too many' }];
    const contended = [{ teamId: id, userId: id, evictions: 5, lastAt: since }];
    const reconciler: ReconcilerStatus = { ...calm, mode: 'paused', held, contended };
    const all = of([working, dead], { reconciler, notices: { kinds: [...kinds], heldLeavers: 24 } });
    expect(codes(all)).toEqual([
      'paused',
      'held-leavers',
      'held-runs',
      'takeovers-waiting',
      'contended',
      'dead-token-used',
      'token-ends-soon',
    ]);
    expect(statusOf(all, now)).toMatchObject({ state: 'paused', waitingTakeovers: 2 });
    expect(statusOf(all, now).states.slice(1, 5)).toMatchObject([
      { since, facts: { count: 24 } },
      { since, facts: { count: 1, teams: [{ id, displayName: 'Sales' }] } },
      { since, facts: { count: 2 } },
      { since, facts: { evictions: 5, person, teams: [{ id, displayName: 'Sales' }] } },
    ]);
  });

  it('say that receivers of the audit log take nothing, where that is known', () => {
    const failing = { activity: { ...activity, failingStreams: { count: 2, since } } };
    expect(codes(of([lasting], { known }))).toEqual([]);
    const [state] = statusOf(of([lasting], { known: failing }), now).states;
    expect(state).toMatchObject({ code: 'audit-stream-failing', severity: 'warning', since, facts: { count: 2 } });
    expect(state?.sentence).toBe(
      '2 receivers of the audit log have accepted nothing since 2026-02-27 at 22:10 UTC. Nothing is lost: the entries are kept here, and sent when they accept them again.',
    );
  });

  it('say who paused, why and until when', () => {
    const setting = {
      since,
      by: { kind: 'admin', id },
      reason: 'Okta migration',
      until: '2026-03-01T06:10:00.000Z',
    } as const;
    const [state] = statusOf(of([lasting], { reconciler: { ...calm, mode: 'paused', setting } }), now).states;
    expect(state).toMatchObject({ code: 'paused', since, facts: { reason: 'Okta migration', until: setting.until } });
    expect(state?.sentence).toBe(
      'Pushed groups still arrive, but changes made to their teams by hand are not put right: the reconciler is paused since 2026-02-27 at 22:10 UTC by ada@acme.example: Okta migration. It ends by itself on 2026-03-01 at 06:10 UTC.',
    );
  });

  it('say that it only reports, also where nobody knows who set it', () => {
    const [state] = statusOf(of([lasting], { reconciler: { ...calm, mode: 'report-only' } }), now).states;
    expect(state).toMatchObject({ code: 'report-only', severity: 'info', facts: {} });
    expect(state?.sentence).toBe(
      'Pushed groups still arrive, but changes made to their teams by hand are not put right: the reconciler only reports.',
    );
  });

  it('say how often was refused since the token died, where that is known', () => {
    const [state] = statusOf(of([dead], { known }), now).states;
    expect(state).toMatchObject({ code: 'token-died', since: dead.endedAt, facts: { token: dead, refused24h: 7 } });
    expect(statusOf(of([dead]), now).states[0]?.facts).toEqual({ token: dead });
  });

  it('stand beside what was asked last, and by whom', () => {
    const entry = {
      id,
      log: 'changes',
      seq: 1,
      receivedAt: since,
      kind: 'request',
      type: 't',
      outcome: 'refused',
    } as const;
    const lastRefusal = {
      ...entry,
      at: since,
      sentence: 'It was refused.',
      code: 'user-name-taken',
      status: 409,
      requestId: id,
      detail: { answer: 'The userName "…" is taken.' },
    };
    const status = statusOf(
      of([lasting], { known: { activity: { ...activity, lastRefusal } } }),
      now,
      'https://x/scim',
    );
    expect(status).toMatchObject({
      activity: 'known',
      scimUrl: 'https://x/scim',
      provider: 'okta',
      lastRequest: { at: since, userAgent: 'Okta SCIM Client 1.0.0', provider: 'okta' },
      lastRefusal: {
        at: since,
        code: 'user-name-taken',
        status: 409,
        sentence: 'It was refused.',
        answer: 'The userName "…" is taken.',
        requestId: id,
      },
      counts24h: { requests: 9, refused: 7, peopleCreated: 1, peopleChanged: 2, peopleDeactivated: 3, evictions: 4 },
    });
  });

  it('say what is not known without the audit log', () => {
    const status = statusOf(of([{ ...lasting, lastUsedAt: since }]), now);
    expect(status).toMatchObject({ activity: 'unknown', unknown: away.unknown, lastRequest: { at: since } });
    expect([status.counts24h, status.provider, status.lastRefusal]).toEqual([undefined, undefined, undefined]);
  });
});

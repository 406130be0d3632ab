import { membershipVerdicts, type MembershipState, type MembershipVerdict } from '@rollcall/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MembershipFinding } from './finding.js';
import type { PairHistory, PairState, PastEntry } from './history.js';
import { membershipSentence } from './membership-sentences.js';
import { withoutAbsent } from '../without-absent.js';
import { explainMembership } from './why-member.js';

const ann = '01890a5d-ac96-774b-bcce-b302099a8058';
const team = '01890a5d-ac96-774b-bcce-b302099a8061';
const token = '01890a5d-ac96-774b-bcce-b302099a8059';
const ada = '01890a5d-ac96-774b-bcce-b302099a8063';
const request = '01890a5d-ac96-774b-bcce-b302099a8070';

const named = new Map([
  [ann, 'ann@acme.example'],
  [ada, 'ada@acme.example'],
  [team, 'Design'],
  [token, 'Okta prod'],
]);
const names = {
  of: (_: string, id: string) => named.get(id),
  makerOf: (id: string) => (id === token ? ada : undefined),
};

const directory = { kind: 'directory', id: token } as const;
const admin = { kind: 'admin', id: ada } as const;
const reconciler = { kind: 'system', id: 'team-service/reconciler' } as const;
const minute = (n: number) => `2026-11-28T20:${String(n).padStart(2, '0')}:00.000Z`;
const now = new Date(minute(59));

let seq = 0;
function entry(type: string, at: number, of: Partial<PastEntry> = {}): PastEntry {
  seq += 1;
  const subject = type.startsWith('user.') ? { kind: 'user', id: ann } : { kind: 'team', id: team };
  const time = minute(at);
  return {
    id: `01890a5d-ac96-774b-bcce-${String(seq).padStart(12, '0')}`,
    log: 'changes',
    seq,
    at: time,
    receivedAt: time,
    kind: type.startsWith('scim.') ? 'request' : 'event',
    type,
    outcome: 'done',
    actor: directory,
    subject: subject as PastEntry['subject'],
    requestId: request,
    detail: { ownedBy: 'directory' },
    ...of,
  };
}

const added = (at: number, of: Partial<PastEntry> = {}) => entry('team.members-added', at, { also: [ann], ...of });
const removed = (at: number, of: Partial<PastEntry> = {}) => entry('team.members-removed', at, { also: [ann], ...of });
const byHand = { actor: admin } as const;
const ofWorkspace = { actor: admin, detail: { ownedBy: 'workspace' } } as const;

const takenOver = (waitsUntil?: string) =>
  entry('team.taken-over', 30, { detail: { ownedBy: 'directory', ...(waitsUntil ? { waitsUntil } : {}) } });
const modeSet = (mode: string) =>
  entry('reconciler.mode-set', 10, { actor: admin, detail: { mode, former: 'enforce' } });

const nobodys: PairHistory = { pair: [], person: [], chain: [] };
const history = (of: Partial<PairHistory>): PairHistory => ({ ...nobodys, ...of });

const directorys = {
  id: team,
  displayName: 'Design',
  ownedBy: 'directory',
  version: 7,
  updatedAt: minute(30),
} as const;
const workspaces = { ...directorys, ownedBy: 'workspace' } as const;
const hand = { userId: ann, source: 'manual', addedAt: minute(20), addedBy: admin } as const;
const pushed = { userId: ann, source: 'directory', addedAt: minute(20), addedBy: directory } as const;

function state(of: Partial<MembershipState> = {}, person: PairState['person'] | 'erased' = active): PairState {
  const all = { team: directorys, rosterSize: 3, onRoster: false, mode: 'enforce', userVersion: 4, ...of } as const;
  return { of: all, ...(person === 'erased' || !person ? {} : { person }) };
}
const active = { version: 4, active: true, released: false };
const byManual = (of: Partial<MembershipState> = {}) => state({ membership: hand, ...of });
const held = { since: minute(21), reason: 'would remove 25 of 40 members', approved: false };

function explained(
  of: PairState | undefined,
  past: PairHistory,
): MembershipFinding & { sentence: string; todo?: string } {
  const finding = explainMembership(of, past, now);
  const words = { who: 'ann@acme.example', team: 'the team "Design"', finding, names, groupSize: 3 };
  return { ...finding, ...membershipSentence(words) };
}

type Case = readonly [verdict: MembershipVerdict, PairState | undefined, PairHistory, sentence: RegExp];

const present: readonly Case[] = [
  [
    'in-by-directory',
    state({ membership: pushed, onRoster: true }),
    history({ pair: [added(20)] }),
    /is in the team "Design" because the directory's group names this person: added by the directory \(token "Okta prod", made by ada@acme.example\) on 28 Nov 2026, 20:20:00 UTC \(request 01890a5d/,
  ],
  ['in-by-hand', state({ membership: hand, team: workspaces }), history({}), /own team: added by hand by ada@acme/],
  ['in-while-paused', byManual({ mode: 'paused' }), history({}), /added by ada@acme.* on 28 Nov .*paused/],
  ['in-while-reported', byManual({ mode: 'report-only' }), history({}), /only reports/],
  ['in-while-held', byManual({ held }), history({}), /waits for an admin \(would remove 25 of 40/],
  [
    'in-while-backed-off',
    byManual({ evictions: { count: 4, lastAt: minute(58), waitsUntil: '2026-11-28T21:01:00.000Z' } }),
    history({}),
    /waits until 28 Nov 2026, 21:01:00 UTC/,
  ],
  [
    'in-after-takeover',
    byManual({ team: { ...directorys, waitsUntil: '2026-11-28T21:00:00.000Z' } }),
    history({}),
    /before the directory took the team over.* stay until 28 Nov 2026, 21:00:00 UTC/,
  ],
  ['in-eviction-due', byManual({ dirtySince: minute(59) }), history({}), /but not for long: added by ada@acme/],
  [
    'in-but-inactive',
    state({ membership: pushed, onRoster: true }, { ...active, active: false }),
    history({ pair: [added(20)], person: [entry('user.deactivated', 40)] }),
    /keeps the place .*inactive.*made inactive by the directory .* 20:40:00/,
  ],
  [
    'out-by-directory',
    state(),
    history({ pair: [removed(40), added(20)] }),
    /took this person out of the group: removed by/,
  ],
  [
    'out-by-takeover',
    state({ team: { ...directorys, ownedSince: minute(40) } }),
    history({ pair: [removed(40), added(20, ofWorkspace)] }),
    /took the team over, and its group does not name/,
  ],
  [
    'out-by-reconciler',
    state(),
    history({ pair: [removed(41, { actor: reconciler }), added(40, byHand)] }),
    /added by hand by ada@acme.example on 28 Nov 2026, 20:40:00 UTC, and put out by the reconciler on .* 20:41:00/,
  ],
  [
    'out-by-hand',
    state({ team: workspaces }),
    history({ pair: [removed(41, ofWorkspace)] }),
    /removed by hand by ada@/,
  ],
  [
    'out-refused',
    state(),
    history({
      pair: [entry('scim.request-answered', 33, { outcome: 'refused', also: [ann], code: 'members-unknown' })],
    }),
    /no user of the account at that time.*named by the directory .* 20:33:00 UTC \(request /,
  ],
  [
    'out-refused',
    state(),
    history({ pair: [entry('team.members-skipped', 33, { outcome: 'refused', also: [ann] })] }),
    /no user of the account at that time/,
  ],
  [
    'out-released',
    state({}, { ...active, active: false, released: true }),
    history({ pair: [removed(41), added(20)], person: [entry('user.released', 40)] }),
    /deleted from the account by the directory.* 20:40:00/,
  ],
  [
    'out-came-back',
    state(),
    history({ pair: [removed(41), added(20)], person: [entry('user.restored', 45), entry('user.released', 40)] }),
    /had been deleted.* 20:40:00.*has come back/,
  ],
  [
    'out-erased',
    state({}, 'erased'),
    history({ person: [entry('user.erased', 40, byHand)] }),
    /was erased by ada@acme/,
  ],
  [
    'out-not-named',
    state(),
    history({ push: entry('team.updated', 35) }),
    /group does not name this person. The group was last written by the directory .* 20:35:00 UTC \(request .*\), and has 3 members/,
  ],
  ['out-never-added', state({ team: workspaces }), history({}), /nobody has added/],
  [
    'out-restoration-due',
    state({ onRoster: true }),
    history({ pair: [removed(40, byHand)] }),
    /for a moment: .*removed by hand by ada@acme/,
  ],
  [
    'out-restoration-withheld',
    state({ onRoster: true, mode: 'paused' }),
    history({ pair: [removed(40, byHand)] }),
    /removed by ada@acme.*is paused/,
  ],
  [
    'out-takeover-waits',
    state({ team: workspaces, takeover: { takeoverId: team, proposedAt: minute(12) } }),
    history({}),
    /waits for an admin .*pushed on 28 Nov 2026, 20:12:00/,
  ],
  [
    'out-team-deleted',
    state({ team: { ...directorys, deletedAt: minute(50) } }),
    history({ end: entry('team.deleted', 50) }),
    /was deleted by the directory/,
  ],
  [
    'cannot-be-told-yet',
    state({ parked: { type: 'user.released', since: minute(9) } }),
    history({}),
    /could not be handled \(user.released\), and waits since 28 Nov 2026, 20:09:00/,
  ],
  ['cannot-be-told-yet', state({ userVersion: 3 }), history({}), /news of the person is on its way/],
  ['cannot-be-told-yet', state(), history({ behind: 'team' }), /newest change is not in the log yet/],
  ['cannot-be-told-yet', state(), history({ behind: 'search' }), /the log is long, and was not searched through/],
  ['cannot-be-told-yet', state(), history({ pair: [added(40)] }), /newest change is not in the log yet/],
];

const past: readonly Case[] = [
  ['in-by-directory', undefined, history({ pair: [added(20)] }), /added by the directory/],
  ['in-by-hand', undefined, history({ pair: [added(20, ofWorkspace)] }), /added by hand by ada@/],
  ['in-eviction-due', undefined, history({ pair: [added(20, byHand)] }), /not for long/],
  [
    'in-after-takeover',
    undefined,
    history({ pair: [added(20, ofWorkspace)], ownership: takenOver('2026-11-28T21:00:00.000Z') }),
    /before the directory took the team over.* stay until 28 Nov 2026, 21:00:00 UTC/,
  ],
  [
    'in-by-directory',
    undefined,
    history({ pair: [added(31), added(20, ofWorkspace)], ownership: takenOver('2026-11-28T21:00:00.000Z') }),
    /because the directory's group names this person: added by the directory .* 20:31:00/,
  ],
  [
    'in-by-directory',
    undefined,
    history({ pair: [added(20, ofWorkspace)], ownership: takenOver() }),
    /because the directory's group names/,
  ],
  [
    'in-eviction-due',
    undefined,
    history({ pair: [added(20, ofWorkspace)], ownership: takenOver(minute(31)) }),
    /not for long: added by ada@/,
  ],
  [
    'in-while-paused',
    undefined,
    history({ pair: [added(20, ofWorkspace)], ownership: takenOver(minute(31)), mode: modeSet('paused') }),
    /added by ada@.*is paused/,
  ],
  [
    'in-by-hand',
    undefined,
    history({ pair: [added(20)], ownership: entry('team.handed-back', 30, ofWorkspace) }),
    /own team: added by hand by ada@acme.example on 28 Nov 2026, 20:30:00/,
  ],
  [
    'in-by-hand',
    undefined,
    history({ pair: [added(20)], ownership: entry('team.takeover-undone', 30, ofWorkspace) }),
    /own team: added by hand by ada@acme.example on 28 Nov 2026, 20:30:00/,
  ],
  [
    'in-by-hand',
    undefined,
    history({ pair: [added(20, byHand)], ownership: entry('team.handed-back', 30, ofWorkspace) }),
    /own team: added by hand by ada@acme.example on 28 Nov 2026, 20:20:00/,
  ],
  ['in-while-paused', undefined, history({ pair: [added(20, byHand)], mode: modeSet('paused') }), /is paused/],
  [
    'in-while-reported',
    undefined,
    history({ pair: [added(20, byHand)], mode: modeSet('report-only') }),
    /only reports/,
  ],
  ['in-eviction-due', undefined, history({ pair: [added(20, byHand)], mode: modeSet('enforce') }), /not for long/],
  [
    'in-while-held',
    undefined,
    history({
      pair: [added(20, byHand)],
      heldRun: entry('team.reconcile-held', 21, {
        actor: reconciler,
        detail: { ownedBy: 'directory', reason: 'would remove 25 of 40 members' },
      }),
    }),
    /waits for an admin \(would remove 25 of 40/,
  ],
  [
    'in-eviction-due',
    undefined,
    history({ pair: [added(20, byHand)], heldRun: entry('reconciler.approved', 22, byHand) }),
    /not for long/,
  ],
  [
    'out-not-named',
    undefined,
    history({ pair: [removed(20, ofWorkspace)], ownership: takenOver(), push: entry('team.taken-over', 30) }),
    /does not name this person. The group was last written by the directory .* 20:30:00/,
  ],
  [
    'out-never-added',
    undefined,
    history({ push: entry('team.updated', 20), ownership: entry('team.handed-back', 30, ofWorkspace) }),
    /nobody has added/,
  ],
  [
    'out-never-added',
    undefined,
    history({ push: entry('team.takeover-proposed', 20, { detail: { ownedBy: 'workspace' } }) }),
    /nobody has added/,
  ],
  [
    'in-but-inactive',
    undefined,
    history({ pair: [added(20)], person: [entry('user.deactivated', 22)] }),
    /keeps the place/,
  ],
  ['out-by-directory', undefined, history({ pair: [removed(30), added(20)] }), /took this person out/],
  ['out-released', undefined, history({ pair: [removed(31)], person: [entry('user.released', 30)] }), /was deleted/],
  ['out-not-named', undefined, history({ push: entry('team.created', 10) }), /does not name/],
  ['out-never-added', undefined, history({}), /nobody has added/],
  ['not-in-the-log', undefined, history({ completeSince: minute(5) }), /complete only since 28 Nov 2026, 20:05:00/],
  ['out-team-deleted', undefined, history({ end: entry('team.deleted', 50) }), /was deleted/],
  // That it was deleted never reached the log: who deleted it is not known, and that it is gone is.
  [
    'out-team-deleted',
    undefined,
    history({ endedAt: minute(50), pair: [added(20)] }),
    /nobody is: the team was deleted on 28 Nov 2026, 20:50:00/,
  ],
];

describe('why somebody is in a team or not', () => {
  it.each(present)('now: %s', (verdict, of, log, sentence) => {
    const found = explained(of, log);
    expect(found.verdict).toBe(verdict);
    expect(found.sentence).toMatch(sentence);
    expect(found.sentence).toMatch(/^[^:.]*ann@acme\.example[^]*\.$/);
  });

  it.each(past)('at a past moment, from the log alone: %s', (verdict, of, log, sentence) => {
    const found = explained(of, log);
    expect(found.verdict).toBe(verdict);
    expect(found.sentence).toMatch(sentence);
  });

  it('has an example for each verdict', () => {
    const shown = new Set([...present, ...past].map(([verdict]) => verdict));
    expect([...membershipVerdicts].filter((verdict) => !shown.has(verdict))).toEqual([]);
  });

  it('says what to do wherever something can be done', () => {
    const without = present.filter(([, of, log]) => explained(of, log).todo === undefined).map(([verdict]) => verdict);
    expect(without).toEqual(['out-erased', 'out-team-deleted']);
  });

  it('gives nobody the blame for what the log has not heard of yet', () => {
    const inactive = state({ membership: pushed, onRoster: true }, { ...active, active: false });
    const log = history({ pair: [added(20)], person: [entry('user.deactivated', 12)], behind: 'person' });
    expect(explained(inactive, log).sentence).toMatch(/inactive and does not count. The place/);
    expect(explained(inactive, log)).not.toHaveProperty('entry');
    expect(explained(inactive, history({ pair: [added(20)] })).by).toBeUndefined();
  });

  it('says that it does not know what took somebody out where that happened before the log was complete', () => {
    const log = history({ pair: [added(20)], completeSince: minute(30) });
    const found = explained(state(), log);
    expect(found).toMatchObject({ verdict: 'not-in-the-log', since: minute(30), isIn: false });
    expect(found.sentence).toMatch(
      /^ann@acme\.example is not in the team "Design", and what took .* complete only since 28 Nov/,
    );
    expect(explained(state(), history({ pair: [added(40)], completeSince: minute(30) })).verdict).toBe(
      'cannot-be-told-yet',
    );
  });

  it('takes no removal of before the directory owned the team for the reason of now', () => {
    const of = state({ team: { ...directorys, ownedSince: minute(30) } });
    const log = history({ pair: [removed(20, ofWorkspace)], push: entry('team.taken-over', 30) });
    expect(explained(of, log)).toMatchObject({ verdict: 'out-not-named', since: minute(30) });
  });
});

/** Any state and history, sensible or not. */
const times = fc.integer({ min: 1, max: 58 });
const actors = fc.constantFrom(directory, admin, reconciler);
const owners = fc.constantFrom('directory', 'workspace');
const entries = (...types: string[]) =>
  fc
    .array(fc.record({ type: fc.constantFrom(...types), at: times, actor: actors, ownedBy: owners }), { maxLength: 5 })
    .map((all) =>
      all
        .map(({ type, at, actor, ownedBy }) => entry(type, at, { actor, also: [ann], detail: { ownedBy } }))
        .sort((one, other) => other.at.localeCompare(one.at)),
    );
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const anyHistory: fc.Arbitrary<PairHistory> = fc
  .record({
    pair: entries('team.members-added', 'team.members-removed', 'team.members-skipped', 'scim.request-answered'),
    person: entries(
      'user.created',
      'user.deactivated',
      'user.reactivated',
      'user.released',
      'user.restored',
      'user.erased',
    ),
    chain: entries('team.taken-over', 'team.reconciled', 'scim.request-answered'),
    push: maybe(times.map((at) => entry('team.updated', at))),
    ownership: entries('team.created', 'team.taken-over', 'team.handed-back').map(([newest]) => newest),
    mode: maybe(fc.constantFrom('paused', 'report-only', 'enforce').map(modeSet)),
    heldRun: entries('team.reconcile-held', 'team.reconciled', 'reconciler.approved').map(([newest]) => newest),
    end: maybe(times.map((at) => entry('team.deleted', at))),
    completeSince: maybe(times.map(minute)),
    behind: maybe(fc.constantFrom('team' as const, 'person' as const, 'search' as const)),
  })
  .map(withoutAbsent);
const anyState: fc.Arbitrary<PairState> = fc
  .record({
    owner: owners,
    inTeam: fc.constantFrom(undefined, hand, pushed),
    onRoster: fc.boolean(),
    mode: fc.constantFrom('enforce', 'report-only', 'paused'),
    held: fc.constantFrom(undefined, held, { ...held, approved: true }),
    waitsUntil: fc.constantFrom(undefined, minute(10), '2026-11-28T21:00:00.000Z'),
    deletedAt: fc.constantFrom(undefined, undefined, undefined, minute(50)),
    userVersion: fc.constantFrom(undefined, 3, 4),
    person: fc.constantFrom(
      'erased' as const,
      active,
      { ...active, active: false },
      { version: 4, active: false, released: true },
    ),
    takeover: fc.constantFrom(undefined, { takeoverId: team, proposedAt: minute(12) }),
    parked: fc.constantFrom(undefined, undefined, undefined, { type: 'user.released', since: minute(9) }),
  })
  .map(({ owner, inTeam, waitsUntil, deletedAt, person, ...of }) =>
    state(
      withoutAbsent({
        ...of,
        membership: inTeam,
        team: withoutAbsent({ ...directorys, ownedBy: owner, waitsUntil, deletedAt }),
      }) as Partial<MembershipState>, // what is generated is of its kind
      person,
    ),
  );

describe('any state and history', () => {
  it('have exactly one verdict, which says in or out as the state does', () => {
    fc.assert(
      fc.property(anyState, anyHistory, (of, log) => {
        const { verdict, sentence, isIn } = { ...explained(of, log), ...membershipSentence(wordsOf(of, log)) };
        expect(membershipVerdicts).toContain(verdict);
        expect(sentence).not.toMatch(/undefined|null|\[object/);
        const shown = of.of.team.deletedAt === undefined && of.of.membership !== undefined;
        if (verdict !== 'cannot-be-told-yet') expect(isIn).toBe(shown);
      }),
    );
  });

  it('have exactly one verdict at a past moment too', () => {
    fc.assert(
      fc.property(anyHistory, (log) => {
        const { verdict, sentence } = explained(undefined, log);
        expect(membershipVerdicts).toContain(verdict);
        expect(sentence).not.toMatch(/undefined|null|\[object/);
      }),
    );
  });
});

const wordsOf = (of: PairState, log: PairHistory) => ({
  who: 'ann@acme.example',
  team: 'the team "Design"',
  finding: explainMembership(of, log, now),
  names,
});

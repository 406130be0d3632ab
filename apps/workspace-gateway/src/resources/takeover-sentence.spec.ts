import type { TakeoverCounts, TakeoverView } from '@rollcall/contracts';
import { describe, expect, it } from 'vitest';
import { takeoverSentence } from './takeover-sentence.js';

const waiting: TakeoverView = {
  id: '01890a5d-ac96-774b-bcce-b302099a8066',
  accountId: '01890a5d-ac96-774b-bcce-b302099a8057',
  teamId: '01890a5d-ac96-774b-bcce-b302099a8061',
  version: 9,
  state: 'waiting',
  teamName: 'Design',
  displayName: 'Design',
  kept: false,
  pushedBy: { kind: 'directory', id: 'okta' },
  proposedAt: '2026-03-01T10:00:00.000Z',
  updatedAt: '2026-03-01T10:00:00.000Z',
  endsAt: '2026-03-15T10:00:00.000Z',
};
const counts: TakeoverCounts = { gain: 3, lose: 5, stay: 9, missing: 0 };
const names = {
  gain: ['ann@a.example', 'bob@a.example', 'cy@a.example'],
  lose: ['dee@a.example', 'eve@a.example', 'fay@a.example'],
};
const renamed = {
  state: 'done',
  endsAt: '2026-03-31T10:00:00.000Z',
  teamName: 'Designers',
  formerName: 'Design',
} as const;
const say = (of: Partial<TakeoverView & { formerNameTaken: boolean }>, some: Partial<TakeoverCounts> = {}) =>
  takeoverSentence({ ...waiting, ...of }, { counts: { ...counts, ...some }, names });

describe('what an admin reads of a takeover', () => {
  it.each([
    [
      'that was refused',
      say({}),
      'The identity provider pushed a group of the same name, which would take over the team "Design" (14 people): the team would then have exactly the members of the group. Nothing has changed yet. ' +
        '3 people would gain access (ann@a.example, bob@a.example, cy@a.example), ' +
        '5 people would lose it (dee@a.example, eve@a.example, fay@a.example, …). If you allow it, push the group again in the identity provider within 24 hours: only then the team changes.',
    ],
    ['that is kept', say({ kept: true }).slice(-36), 'If you allow it, it happens at once.'],
    [
      'of a group without people, under another name',
      say({ kept: true, displayName: 'Designers' }, { gain: 0, stay: 0, lose: 1 }),
      'The identity provider pushed the group "Designers", which would take over the team "Design" (1 person): the team would then have exactly the members of the group. Nothing has changed yet. ' +
        'So far the group has come without members. Often they are sent a little later. Wait until they are shown here, then allow it: it happens at once, and nothing has to be pushed again. ' +
        'If you allow it while the group is empty, everybody in the team (1 person) loses access after one minute, unless the members come before.',
    ],
    [
      'that changes nobody’s access',
      say({}, { gain: 0, lose: 0, stay: 1 }),
      'The identity provider pushed a group of the same name, which would take over the team "Design" (1 person): the team would then have exactly the members of the group. Nothing has changed yet. ' +
        'Nobody would gain or lose access. If you allow it, push the group again in the identity provider within 24 hours: only then the team changes.',
    ],
    [
      'that was allowed',
      say({ state: 'allowed', endsAt: '2026-03-02T10:00:00.000Z' }, { gain: 0, lose: 0 }),
      'An admin has allowed a group of the same name to take over the team "Design". Nothing has changed yet: the team changes when the group is pushed again in the identity provider, by 2026-03-02 10:00 UTC at the latest. ' +
        'Nobody would gain or lose access.',
    ],
    [
      'that was declined',
      say({ state: 'declined' }),
      'An admin has declined to let a group of the same name take over the team "Design". The team stays as it is. Whenever the group is pushed again it is refused, unless an admin allows it.',
    ],
    [
      'that happened',
      say({ state: 'done', gained: 1, lost: 2, endsAt: '2026-03-31T10:00:00.000Z' }, { missing: 1 }),
      'A group of the same name took over the team "Design": 1 person gained access, 2 people lost it. An admin can undo it until 2026-03-31 10:00 UTC: ' +
        '3 people would come back (ann@a.example, bob@a.example, cy@a.example), 5 people would lose access (dee@a.example, eve@a.example, fay@a.example, …); ' +
        '1 of the former members is no user any more.',
    ],
    [
      'that happened under another name, which an undo gives back',
      say({ ...renamed, formerNameTaken: false })
        .split('). ')
        .at(-1),
      'The team would have its former name "Design" again.',
    ],
    [
      'that happened under another name, and the former one belongs to another team',
      say({ ...renamed, formerNameTaken: true })
        .split('). ')
        .at(-1),
      'The team would keep the name "Designers": its former name "Design" belongs to another team now.',
    ],
    [
      'that was undone',
      say({ state: 'undone' }),
      'The takeover of the team "Design" was undone: it belongs to the workspace again, with its former members, except those who are no users any more. ' +
        'If the group is pushed again, it waits for an admin. In the identity provider, unlink the group without deleting the team (Okta: "Leave the group in the target app").',
    ],
    [
      'in a list',
      takeoverSentence(waiting),
      'The identity provider pushed a group of the same name, which would take over the team "Design": the team would then have exactly the members of the group. Nothing has changed yet. ' +
        'If you allow it, push the group again in the identity provider within 24 hours: only then the team changes.',
    ],
  ])('%s', (_, said, expected) => {
    expect(said).toBe(expected);
  });
});

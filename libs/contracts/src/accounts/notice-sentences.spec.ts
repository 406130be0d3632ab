import { describe, expect, it } from 'vitest';
import { noticeSentence, type NoticeNames } from './notice-sentences.js';
import type { NoticeKind, NoticeOutcome } from './notices.js';

const subjectId = '01890a5d-ac96-774b-bcce-b302099a8061';
const names: NoticeNames = {
  person: () => 'ann@acme.example',
  teams: new Map([[subjectId, 'Design']]),
  tokens: new Map(),
  heldLeavers: 5,
};
const waiting = (kind: NoticeKind, heldLeavers = 5) =>
  noticeSentence({ kind, subjectId, state: 'waiting' }, { ...names, heldLeavers });
const ended = (kind: NoticeKind, outcome?: NoticeOutcome) =>
  noticeSentence({ kind, subjectId, state: 'ended', ...(outcome ? { outcome } : {}) }, names);

describe('a notice that waits says who does what, and what happens then', () => {
  it('of leavers who are over the limit', () => {
    const then =
      'Approve, and they become inactive at once; decline, and they stay active. Look first whether an assignment was removed there by mistake.';
    const asked =
      "The identity provider asked to make more people inactive within ten minutes than this account's limit allows.";
    expect(waiting('leavers-held')).toBe(
      `${asked} 5 people are over the limit: they are still active, and wait for an admin. ${then}`,
    );
    expect(waiting('leavers-held', 1)).toBe(
      `${asked} One person is over the limit: still active, and waits for an admin. ${then}`,
    );
  });

  it('of a takeover', () => {
    expect(waiting('takeover-waiting')).toBe(
      'The identity provider pushed a group to take over the team "Design": the team would then have the members of the group, and nobody else. Nothing has changed yet. Look who would gain and who would lose access, then allow or decline it.',
    );
  });
});

describe('a notice that has ended says what became of it', () => {
  it.each<[NoticeKind, NoticeOutcome, string]>([
    ['leavers-held', 'approved', 'An admin approved: all who still waited became inactive.'],
    ['leavers-held', 'declined', 'An admin declined: all who still waited stay active.'],
    ['leavers-held', 'decided', 'Admins decided about them one by one, and nobody waits any more.'],
    ['leavers-held', 'not-needed', 'Nobody waits any more: the identity provider made the last of them active again'],
    ['takeover-waiting', 'allowed', 'An admin allowed it.'],
    ['takeover-waiting', 'declined', 'An admin declined it: the team stays as it was.'],
    ['takeover-waiting', 'withdrawn', 'Before anybody decided, the group was deleted there'],
    ['takeover-waiting', 'lapsed', 'Nobody decided for 14 days: the team stays as it was.'],
    ['takeover-waiting', 'taken-over', 'Before an admin decided, the setting teamTakeover was changed'],
    ['takeover-waiting', 'team-deleted', 'Before anybody decided, the team was deleted.'],
    ['run-held', 'approved', 'An admin approved: they are put out within seconds'],
    ['run-held', 'put-right', 'Later they were fewer than the limit, and were put out without an admin.'],
    ['run-held', 'not-needed', 'Later the team and its group agreed again: nobody had to be put out.'],
    ['run-held', 'handed-back', 'An admin gave the team back to the workspace'],
    ['run-held', 'team-deleted', 'Before anybody decided, the team was deleted.'],
  ])('%s: %s', (kind, outcome, end) => {
    expect(ended(kind, outcome)).toContain(end);
  });

  it.each<[NoticeKind, string]>([
    ['leavers-held', 'Nobody of them waits any more'],
    ['takeover-waiting', 'It does not wait any more'],
    ['run-held', 'It does not wait any more'],
  ])('%s says no more than is known where it ended before that was kept', (kind, end) => {
    expect(ended(kind)).toContain(end);
    expect(ended(kind, 'of-a-later-version' as NoticeOutcome)).toBe(ended(kind));
  });
});

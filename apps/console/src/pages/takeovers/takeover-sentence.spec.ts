import { expect, test } from 'vitest';
import type { Takeover } from '../../api/generated/types.gen';
import { dateTime } from '../../texts/format';
import { takeoverSentence } from './takeover-sentence';

const until = '2026-05-03T14:05:00.000Z';
const ada = { kind: 'admin', id: '1', person: { id: '1', userName: 'ada@acme.example', displayName: 'Ada Min' } };
const takeover = {
  teamName: 'Design',
  displayName: 'Design',
  sentence: 'as the API says it',
  pushedBy: { kind: 'directory', id: '2' },
  kept: false,
} as unknown as Takeover; // only what its sentence is made of
const nobody = { count: 0, items: [] };

test.each([
  [{ state: 'waiting' }, 'Okta pushed a group of the same name, which would take over the team “Design”'],
  [{ state: 'waiting' }, 'push the group again in the identity provider within 24 hours: only then the team changes.'],
  [{ state: 'waiting', kept: true }, 'If you allow it, it happens at once.'],
  [{ state: 'waiting', kept: true, gain: nobody, stay: nobody }, /Often they are sent a little later\.$/],
  [
    { state: 'waiting', kept: true, gain: nobody, stay: nobody, lose: { count: 2, items: [] } },
    'Often they are sent a little later. Wait until the members are here, then allow it. If you allow it now, everybody in the team loses access',
  ],
  [
    { state: 'allowed', decidedBy: ada, endsAt: until, displayName: 'Designers' },
    `Ada Min has allowed the group “Designers” to take over the team “Design”. Nothing has changed yet: the team changes when the identity provider pushes the group again, by ${dateTime(until)} at the latest.`,
  ],
  [{ state: 'declined', decidedBy: ada }, 'Ada Min has declined to let a group of the same name take over'],
  [
    { state: 'done', endsAt: until, gained: 2, lost: 1 },
    `was taken over by a group of the same name: 2 gained access, 1 lost it. An admin can undo it until ${dateTime(until)}.`,
  ],
  [
    { state: 'done', endsAt: until, teamName: 'Designers', formerName: 'Design', lose: nobody },
    'The team then has its former name “Design” again.',
  ],
  [
    { state: 'done', teamName: 'Designers', formerName: 'Design', formerNameTaken: true, lose: nobody },
    'The team then keeps the name “Designers”: its former name “Design” belongs to another team now.',
  ],
  [{ state: 'undone' }, 'was undone'],
  [{ state: 'of-a-later-version' }, 'as the API says it'],
])('%j is said with names and times of the reader', (facts, sentence) => {
  expect(takeoverSentence({ ...takeover, ...facts } as unknown as Takeover, 'Okta')).toMatch(sentence); // a state of a later version among them
});

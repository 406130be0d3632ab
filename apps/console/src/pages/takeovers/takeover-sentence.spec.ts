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
} as unknown as Takeover;
const nobody = { count: 0, items: [] };

test.each([
  [{ state: 'waiting' }, 'Okta pushed a group of the same name, which would take over the team “Design”'],
  [{ state: 'waiting' }, 'the group has to be pushed again within 24 hours.'],
  [{ state: 'waiting', kept: true }, 'Once it is allowed, it happens at once.'],
  [{ state: 'waiting', kept: true, gain: nobody, stay: nobody }, /often they follow\.$/],
  [
    { state: 'waiting', kept: true, gain: nobody, stay: nobody, lose: { count: 2, items: [] } },
    'often they follow. Wait until they are here, then allow it: if it is allowed now, whoever is in the team loses access',
  ],
  [
    { state: 'allowed', decidedBy: ada, endsAt: until, displayName: 'Designers' },
    `Ada Min has allowed the group “Designers” to take over the team “Design”. Nothing has changed yet: the group has to be pushed again by ${dateTime(until)}.`,
  ],
  [{ state: 'declined', decidedBy: ada }, 'Ada Min has declined to let a group of the same name take over'],
  [
    { state: 'done', endsAt: until, gained: 2, lost: 1 },
    `was taken over by a group of the same name: 2 gained access, 1 lost it. An admin can undo it until ${dateTime(until)}.`,
  ],
  [{ state: 'undone' }, 'was undone'],
  [{ state: 'of-a-later-version' }, 'as the API says it'],
])('%j is said with names and times of the reader', (facts, sentence) => {
  expect(takeoverSentence({ ...takeover, ...facts } as unknown as Takeover, 'Okta')).toMatch(sentence);
});

import { expect, test } from 'vitest';
import { consequencesOf } from './consequences';

const none = { changed: true, events: [], attributes: [] };

test('what a dry run says becomes sentences', () => {
  expect(consequencesOf({ ...none, changed: false })).toEqual(['Nothing would change.']);
  expect(consequencesOf({ ...none, sessionsEnd: true, seats: -1, password: 'removed' })).toEqual([
    'They are signed out everywhere at once.',
    'Their password is removed.',
    'One seat becomes free.',
  ]);
  expect(consequencesOf({ ...none, seats: 1 })).toEqual(['One more seat is used.']);
});

test('attributes are named as on the page, and those that the question names are left out', () => {
  const attributes = [
    { attribute: 'active', from: true, to: false },
    { attribute: 'profile.title', from: 'Cook', to: undefined },
  ];
  expect(consequencesOf({ ...none, attributes })).toEqual(['Job title: from “Cook” to nothing.']);
});

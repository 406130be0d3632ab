import { expect, test } from 'vitest';
import { changeOf, enteredOf, pointerOf } from './profile-facts.js';

const user = { profile: { name: { givenName: 'Ada', familyName: 'Min' }, title: 'Lead' } };

test('only what differs is sent, and what was made empty is taken away', () => {
  const entered = { ...enteredOf(user), familyName: ' Minh ', title: '', timezone: 'Europe/Berlin' };
  expect(changeOf(user, entered)).toEqual({ title: null, timezone: 'Europe/Berlin', name: { familyName: 'Minh' } });
});

test('where nothing differs nothing is sent', () => {
  expect(changeOf(user, enteredOf(user))).toBeUndefined();
  expect(changeOf(user, { ...enteredOf(user), title: 'Lead ' })).toBeUndefined();
});

test('problems are found by their place in the body', () => {
  expect(pointerOf('givenName')).toBe('/profile/name/givenName');
  expect(pointerOf('timezone')).toBe('/profile/timezone');
});

import { expect, test } from 'vitest';
import { changeOf, placeOf, valueOf, type EditedField } from './person-edit';

const ann = {
  userName: 'ann@x.example',
  profile: { displayName: 'Ann Lee', title: 'Cook', name: { givenName: 'Ann' } },
};
const entered = (changes: Partial<Record<EditedField, string>>) => (field: EditedField) =>
  changes[field] ?? valueOf(ann, field);

test('what was left alone is not sent', () => {
  expect(changeOf(ann, entered({}))).toEqual({});
  expect(changeOf(ann, entered({ title: ' Cook ' }))).toEqual({});
});

test('what was changed is sent, what was emptied as null', () => {
  expect(changeOf(ann, entered({ title: '', familyName: 'Lee ', userName: 'lee@x.example' }))).toEqual({
    userName: 'lee@x.example',
    profile: { title: null, name: { familyName: 'Lee' } },
  });
});

test('each field has a place', () => {
  expect([placeOf('userName'), placeOf('givenName'), placeOf('title')]).toEqual([
    '/userName',
    '/profile/name/givenName',
    '/profile/title',
  ]);
});

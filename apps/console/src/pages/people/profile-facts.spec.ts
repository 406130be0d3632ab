import { profileAttributes, type ProfileAttribute } from '@rollcall/contracts';
import { expect, test } from 'vitest';
import type { Profile } from '../../api/generated/types.gen';
import { editedFields } from './person-edit';
import { profileFacts } from './profile-facts';

const profile = {
  displayName: 'Ann Lee',
  emails: [{ value: 'ann@x.example' }, { value: 'lee@x.example' }],
  name: { givenName: 'Ann' },
  phoneNumbers: [{ value: '+49 30 1', type: 'work' }, { value: '+49 30 2' }],
  addresses: [{ streetAddress: 'Unter den Linden 1', postalCode: '10117', locality: 'Berlin' }],
  enterprise: { manager: { value: '7', displayName: 'Ben Ode' } },
};

test('what is known is said, and what is empty left out', () => {
  expect(profileFacts({ userName: 'ann@x.example', profile, managedBy: 'workspace' })).toEqual(
    [
      ['userName', 'ann@x.example'],
      ['displayName', 'Ann Lee'],
      ['givenName', 'Ann'],
      ['emails', 'lee@x.example'],
      ['phoneNumbers', '+49 30 1 (work), +49 30 2'],
      ['addresses', 'Unter den Linden 1, 10117 Berlin'],
      ['manager', 'Ben Ode'],
    ].map(([name, value]) => ({ name, value, isKept: false })),
  );
});

test('all of it is kept by the directory, but a name to sign in with that is their own', () => {
  const kept = (ownSignIn?: true) =>
    profileFacts({
      userName: 'a@x.example',
      profile: { title: 'Cook' },
      managedBy: 'directory',
      ...(ownSignIn ? { ownSignIn } : {}),
    }).map(({ isKept }) => isKept);
  expect(kept()).toEqual([true, true]);
  expect(kept(true)).toEqual([false, true]);
});

/** Parts of a name that the displayName and the other parts stand for. */
const notShown = ['name.formatted', 'name.middleName', 'name.honorificPrefix', 'name.honorificSuffix'];

/** The attributes that the contract has, each with a profile that has only this one. */
function attributesOf(attributes: Readonly<Record<string, ProfileAttribute>>): [path: string, only: object][] {
  return Object.entries(attributes).flatMap(([name, attribute]): [string, object][] => {
    if (attribute.holds === 'parts' && name !== 'manager')
      return attributesOf(attribute.parts).map(([path, only]) => [`${name}.${path}`, { [name]: only }]);
    const value = { text: 'x', flag: true, parts: { value: 'x' }, elements: [{ value: 'x', formatted: 'x' }] };
    return [[name, { [name]: value[attribute.holds] }]];
  });
}

test('each attribute that the contract has is shown, or is one of the few that are not', () => {
  const factsOf = (profile: Profile) => profileFacts({ userName: 'a@x.example', profile, managedBy: 'workspace' });
  const missing = attributesOf(profileAttributes).filter(([, only]) => factsOf(only).length < 2);
  expect(missing.map(([path]) => path).sort()).toEqual([...notShown].sort());
});

test('each field that can be entered is an attribute that the contract has', () => {
  const names = attributesOf(profileAttributes).map(([path]) => path.replace(/^name\./, ''));
  expect(names).toEqual(expect.arrayContaining(editedFields.filter((field) => field !== 'userName')));
});

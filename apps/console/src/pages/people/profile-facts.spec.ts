import { expect, test } from 'vitest';
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

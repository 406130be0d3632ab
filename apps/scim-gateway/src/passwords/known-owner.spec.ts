import { describe, expect, it } from 'vitest';
import { ownerOfChanges, ownerOfWhole } from './known-owner.js';

describe('what a request says of a password’s owner', () => {
  it('is, of a whole user, the address and the names', () => {
    const name = { givenName: 'Ann', familyName: 'Lee', honorificPrefix: 'Dr.' };
    const profile = { displayName: 'Ann L.', title: 'Lead', name };
    expect(ownerOfWhole({ userName: 'ann@acme.example', profile })).toEqual({
      userName: 'ann@acme.example',
      displayName: 'Ann L.',
      givenName: 'Ann',
      familyName: 'Lee',
    });
    expect(ownerOfWhole({ userName: 'ann@acme.example', profile: {} })).toEqual({ userName: 'ann@acme.example' });
  });

  it('is, of a change, what it brings, the last of several, and no more', () => {
    const set = (attribute: string, value: unknown) => ({ change: 'set', attribute, value }) as const;
    expect(ownerOfChanges([])).toEqual({});
    expect(ownerOfChanges([set('userName', 'a@acme.example'), set('userName', 'b@acme.example')])).toEqual({
      userName: 'b@acme.example',
    });
    expect(ownerOfChanges([set('name', { givenName: 'Ann', familyName: 'Lee' })])).toEqual({
      givenName: 'Ann',
      familyName: 'Lee',
    });
    expect(ownerOfChanges([set('name.givenName', 'Ann'), set('displayName', 7)])).toEqual({ givenName: 'Ann' });
  });
});

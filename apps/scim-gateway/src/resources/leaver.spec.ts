import { Urns } from '@rollcall/scim';
import { expect, it } from 'vitest';
import { shortenedForLeaver } from './leaver.js';

const long = 'x'.repeat(8_193);
const ann = { userName: 'ann@example.com', title: 'Surveyor' };

it.each([
  ['title', { Title: long }, 'title'],
  ['part of the name', { name: { givenName: long, familyName: 'Lee' } }, 'name.givenName'],
  ['address', { emails: [{ value: 'ann@example.com' }, { value: long }] }, 'emails'],
  ['externalId', { externalId: 'x'.repeat(1_001) }, 'externalId'],
  ['type', { userType: 'x'.repeat(201) }, 'userType'],
  ['role', { roles: ['x'.repeat(201)] }, 'userType'],
  ['department', { [Urns.enterpriseUser]: { department: long } }, 'enterprise'],
  ['userName', { userName: long }, 'userName'],
])('of whoever leaves, a %s that is too long is left out', (_, brought, attribute) => {
  for (const active of [false, 'False']) {
    const { body, kept } = shortenedForLeaver({ ...ann, ...brought, active });
    expect([kept, JSON.stringify(body).length < 500]).toEqual([[attribute], true]);
  }
  const staying = { ...ann, ...brought, active: true };
  expect(shortenedForLeaver(staying)).toEqual({ body: staying, kept: [] });
});

it('what is short, and what is no attribute, stays', () => {
  const leaving = { ...ann, active: false, name: { givenName: 'Ann' }, favourites: long };
  expect(shortenedForLeaver(leaving)).toEqual({ body: leaving, kept: [] });
  expect(shortenedForLeaver([])).toEqual({ body: [], kept: [] });
});

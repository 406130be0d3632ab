import { describe, expect, it } from 'vitest';
import { userResourceSchema } from '../schemas/resource-schema.js';
import { Urns } from '../schemas/urns.js';
import { matchesFilter } from './matches-filter.js';
import { readFilter } from './resolve-filter.js';

const ann = {
  schemas: [Urns.user, Urns.enterpriseUser],
  id: 'AbC',
  externalId: 'Ext',
  userName: 'Ann.Lee@example.com',
  name: { givenName: 'Ann', familyName: 'Lee' },
  active: true,
  emails: [
    { value: 'ann@example.com', type: 'work', primary: true },
    { value: 'ann@home.example', type: 'home' },
  ],
  phoneNumbers: [],
  [Urns.enterpriseUser]: { department: 'Design', manager: { value: 'M1' } },
  meta: { resourceType: 'User', created: '2026-03-01T10:00:00.000Z' },
};
const matches = (text: string) => matchesFilter(readFilter(text, userResourceSchema), ann, userResourceSchema);

describe('a user is found by', () => {
  it.each([
    'userName eq "ann.lee@EXAMPLE.com"',
    'userName sw "ANN"',
    'userName ew ".COM"',
    'userName co "lee@"',
    'userName ne "bob"',
    'userName gt "aa" and userName lt "b"',
    'userName ge "ann.lee@example.com" and userName le "ann.lee@example.com"',
    'id eq "AbC"',
    'name.familyName eq "lee"',
    'active eq true',
    'active ne false',
    'title ne "Boss"',
    'title eq null',
    'userName ne null',
    'not (title pr)',
    'name pr',
    'emails eq "ANN@home.example"',
    'emails.type eq "home"',
    'emails[type eq "work" and primary eq true]',
    'emails[type eq "home" and not (primary eq true)]',
    'emails[type eq "work"].value eq "ann@example.com"',
    `${Urns.enterpriseUser}:department eq "design"`,
    `${Urns.enterpriseUser}:manager.value eq "M1"`,
    'meta.created gt "2026-03-01T10:30:00+01:00"',
    'meta.created eq "2026-03-01T11:00:00+01:00"',
    'meta.created sw "2026-03"',
    'meta.created le "2026-03-01T10:00:00"',
    'schemas pr',
    `schemas eq "${Urns.enterpriseUser}"`,
  ])('the filter %s', (text) => {
    expect(matches(text)).toBe(true);
  });
});

describe('a user is not found by', () => {
  it.each([
    'id eq "abc"',
    'externalId eq "EXT"',
    `${Urns.enterpriseUser}:manager.value eq "m1"`,
    'emails[type eq "home" and primary eq true]',
    'emails[type eq "home" and value eq "ann@example.com"]',
    'emails.type ne "work"',
    'phoneNumbers pr',
    'title pr',
    'title co ""',
    'title ne null',
    'userName eq null',
    'userName eq "ann" or userName eq "lee"',
    'meta.created lt "2026-03-01T11:00:00+01:00"',
    `schemas eq "${Urns.group}"`,
    `schemas ne "${Urns.user}"`,
  ])('the filter %s', (text) => {
    expect(matches(text)).toBe(false);
  });
});

import type { AccountSettings, UserProfile } from '@rollcall/contracts';
import { describe, expect, it } from 'vitest';
import {
  accountId,
  anAccount,
  aUser,
  contractor,
  directory,
  given,
  idOf,
  inWords,
  now,
  outcomeOf,
  refusalOf,
} from '../../../test/support/given.js';
import { decideChangeUser } from './change-user.js';
import { decideCreateUser } from './create-user.js';
import { problemOfAddress } from './user-name.js';

const creation = (of: { userName?: string; userType?: string; profile?: UserProfile; externalId?: string }) => ({
  accountId,
  userId: idOf(2),
  actor: directory,
  userName: 'bob@example.com',
  profile: {},
  ...of,
});
const created = (of: Parameters<typeof creation>[0], settings: Partial<AccountSettings> = {}) =>
  decideCreateUser(creation(of), given([], anAccount(settings)), now);
const refused = (of: Parameters<typeof creation>[0], settings: Partial<AccountSettings> = {}) => {
  const { code, facts } = refusalOf(() => created(of, settings));
  return { code, facts };
};

describe('rule 1: the userName is an e-mail address', () => {
  it.each([
    'ann@example.com',
    "o'neil+tag@sub.example.co.uk",
    'Ann.Lee@EXAMPLE.com',
    'ännä@bücher.example',
    'a_b-c@x-y.io',
  ])('%s is an e-mail address', (address) => {
    expect(problemOfAddress(address)).toBeUndefined();
  });
  it.each([
    'ann',
    'ann@',
    '@example.com',
    'ann@example',
    'ann lee@example.com',
    'a@b@example.com',
    'ann@example..com',
    'ann.@example.com',
    'ann@-x.com',
    `${'a'.repeat(243)}@example.com`,
    `a@${'b'.repeat(250)}.com`,
    'ann@example.com\0',
  ])('%s is no e-mail address', (address) => {
    expect(problemOfAddress(address)).toBeDefined();
    expect(refused({ userName: address }).code).toBe('user-name-invalid');
  });

  it('with emailCase refuse, upper case is refused by attribute, in every address that is sent', () => {
    const settings = { emailCase: 'refuse' } as const;
    expect(refused({ userName: 'Bob@example.com' }, settings)).toEqual({
      code: 'user-name-upper-case',
      facts: { attribute: 'userName', value: 'Bob@example.com' },
    });
    expect(refused({ profile: { emails: [{ value: 'bob@Example.com' }] } }, settings).facts).toEqual({
      attribute: 'emails.value',
      value: 'bob@Example.com',
    });
  });

  it('with emailCase refuse, an old upper-case name does not stand in the way of other changes', () => {
    const state = given([aUser({ userName: 'Ann.Lee@example.com' })], anAccount({ emailCase: 'refuse' }));
    const change = (attribute: string, value: string) => ({
      accountId,
      userId: idOf(1),
      actor: directory,
      changes: [{ change: 'set' as const, attribute, value }],
    });
    expect(outcomeOf(decideChangeUser(change('title', 'CEO'), state, now)).events).toEqual(['user.updated 4 (title)']);
    expect(refusalOf(() => decideChangeUser(change('userName', 'ANN@example.com'), state, now)).code).toBe(
      'user-name-upper-case',
    );
  });
});

describe('rule 2: names hold what stands within words', () => {
  it.each([
    'Ann',
    "O'Neil",
    'D’Arcy',
    'Jean-Luc',
    'Müller',
    'Mu\u0308ller', // decomposed
    '李小龙',
    '葛\u{E0100}城', // which form of a letter is meant
    'नमिता',
    'José (Pepe)',
    'Smith & Sons, Jr.',
    'Ann/Anna',
    'Lee 2',
    'Louis Ⅲ',
    'ශ්\u200Dරී', // joined
    'امیر\u200Cحسین',
    'അന്\u200Dവര്\u200D',
    'क्\u200Dष',
    'Col·lell',
    'レオナルド・デ',
    'ﾚｵ･ﾃﾞ',
    'ג׳ורג׳',
    'צה״ל',
    'བསོད་ནམས་',
    'አበበ፡በቂላ',
    'S:t Clair',
    '山田\u3000太郎',
    'Jean\u00A0Luc',
    'Jean\u2009Luc',
    'Jean\u2010Luc',
    'Jean\u2011Luc',
    'Lee–Kim',
    'Տեր֊Պետրոսյան',
    'ジャン゠リュック',
    'ʻOkina Kaʻiulani',
    'Ⲁⲛⲛⲁ',
    '𞤀𞤣𞤤𞤢𞤥',
    'Αʹ͵',
  ])('%s is allowed as a name, and stays as it is', (givenName) => {
    expect(created({ profile: { name: { givenName } } }).reply?.profile.name).toEqual({ givenName });
  });
  it.each([
    ['Ann@', '"@" (U+0040) at place 4'],
    ['<Ann>', '"<" (U+003C) at place 1'],
    ['Ann_Lee', '"_" (U+005F) at place 4'],
    ['Ann 😀', '"😀" (U+1F600) at place 5'],
    ['𠮷😀', '"😀" (U+1F600) at place 2'],
    ['★', '"★" (U+2605) at place 1'],
    ['Ann\u0007', 'a control character (U+0007) at place 4'],
    ['Ann\t', 'a tab (U+0009) at place 4'],
    ['"Ann"', '""" (U+0022) at place 1'],
    ['An\u200Bn', 'an invisible character (U+200B) at place 3'],
    ['\uFEFFAnn', 'an invisible character (U+FEFF) at place 1'],
    ['Ann\u202Eeel', 'an invisible character (U+202E) at place 4'],
    ['\u200DAnn', 'an invisible character (U+200D) at place 1'],
    ['An\u200D\u200Dn', 'an invisible character (U+200D) at place 4'],
    ['Lee \u200C', 'an invisible character (U+200C) at place 5'],
    ['\u3164', 'an invisible character (U+3164) at place 1'],
    [':Ann', '":" (U+003A) at place 1'],
    ['Ann :', '":" (U+003A) at place 5'],
    ['Ann ½', '"½" (U+00BD) at place 5'],
    ['$Ann', '"$" (U+0024) at place 1'],
  ])('%j is refused as a name, and the refusal names character, place and attribute', (familyName, what) => {
    expect(refused({ profile: { name: { familyName } } })).toEqual({
      code: 'name-character',
      facts: { attribute: 'name.familyName', problem: `it holds ${what}` },
    });
  });
});

describe('rule 3: user types', () => {
  it.each([
    ['admin', 'admin'],
    ['Viewer', 'viewer'],
    [' guest ', 'guest'],
    [contractor.id, contractor.id],
    [contractor.id.toUpperCase(), contractor.id],
    ['', 'member'],
  ])('the user type "%s" means %s', (userType, expected) => {
    expect(created({ userType }).reply?.userType).toBe(expected);
  });

  it('refuses an unknown one, listing the valid ones', () => {
    expect(refused({ userType: 'boss' })).toEqual({
      code: 'user-type-unknown',
      facts: { userType: 'boss', valid: ['admin', 'member', 'viewer', 'guest', contractor.id] },
    });
  });

  it('falls back where the account says so, with a warning and a reason, on creation and later', () => {
    const settings = { unknownUserType: 'fallback', fallbackUserType: 'guest' } as const;
    const { events, reply } = created({ userType: 'boss' }, settings);
    expect(reply?.userType).toBe('guest');
    expect(events.map(({ type, version }) => [type, version])).toEqual([
      ['user.created', 1],
      ['account.user-type-fell-back', undefined],
    ]);
    expect(events[0]?.payload).toMatchObject({ reason: 'userType boss is unknown: fell back to guest' });
    expect(events[1]?.payload).toMatchObject({ asked: 'boss', given: 'guest', userId: idOf(2) });

    const change = {
      accountId,
      userId: idOf(1),
      actor: directory,
      changes: [{ change: 'set' as const, attribute: 'userType', value: 'boss' }],
    };
    const later = decideChangeUser(change, given([aUser()], anAccount(settings)), now);
    expect(later.events.map(inWords)).toEqual(['user.type-changed 4 (userType)', 'account.user-type-fell-back']);
    const again = decideChangeUser(change, given([aUser({ userType: 'guest' })], anAccount(settings)), now);
    expect([again.events.map(inWords), again.changes]).toEqual([['account.user-type-fell-back'], []]);
  });
});

describe('rule 4: what is kept, and how', () => {
  it('says which character a time zone cannot have', () => {
    expect(refused({ profile: { timezone: 'Europe\u200B/Berlin' } }).facts['problem']).toBe(
      'it holds an invisible character (U+200B) at place 7',
    );
  });

  const kept = (profile: UserProfile) => created({ profile }).reply?.profile;

  it('keeps every attribute that it knows', () => {
    const profile: UserProfile = {
      name: {
        formatted: 'Dr Ann M Lee Jr',
        familyName: 'Lee',
        givenName: 'Ann',
        middleName: 'M',
        honorificPrefix: 'Dr',
        honorificSuffix: 'Jr',
      },
      displayName: 'Ann @ Acme',
      nickName: 'Annie',
      title: 'Surveyor',
      profileUrl: 'https://example.com/ann',
      preferredLanguage: 'de-CH',
      locale: 'en-US',
      timezone: 'Europe/Berlin',
      emails: [{ value: 'Ann@Example.com', type: 'work', primary: true, display: 'Ann' }],
      phoneNumbers: [{ value: '+1 555 0100', type: 'mobile', primary: false }],
      addresses: [{ value: '1 Main St, Springfield' }, { streetAddress: '2 Side St', type: 'home', country: 'US' }],
      enterprise: { employeeNumber: '7', department: 'Survey', manager: { value: '26', displayName: 'Kim' } },
    };
    expect(kept(profile)).toEqual(profile);
  });

  it.each([
    ['europe/berlin', 'Europe/Berlin'],
    ['America/Los_Angeles', 'America/Los_Angeles'],
    ['UTC', 'UTC'],
    ['US/Pacific', 'US/Pacific'],
    [' Europe/Berlin\u00A0', 'Europe/Berlin'],
  ])('the time zone %s is %s', (timezone, expected) => {
    expect(kept({ timezone })).toEqual({ timezone: expected });
  });
  it.each(['Mars/Olympus', '+01:00', 'Pacific Standard Time', 'Europe/Berlin\0'])(
    'the time zone %s is refused',
    (timezone) => {
      expect(['time-zone-unknown', 'attribute-invalid']).toContain(refused({ profile: { timezone } }).code);
    },
  );

  it.each([
    ['en_US', 'en-US'],
    ['zh_hans_cn', 'zh-Hans-CN'],
    ['fr', 'fr'],
  ])('the locale %s is read as %s', (locale, expected) => {
    expect(kept({ locale })).toEqual({ locale: expected });
  });
  it('languages may be weighted', () => {
    expect(kept({ preferredLanguage: 'da, en_GB;q=0.8,en;q=0.7' })).toEqual({
      preferredLanguage: 'da, en-GB;q=0.8, en;q=0.7',
    });
  });
  it.each([
    ['locale', 'english please', 'it holds a space (U+0020) at place 8'],
    ['locale', 'en\u2013US', 'it holds "–" (U+2013) at place 3'],
    ['locale', 'e', undefined],
    ['preferredLanguage', 'en;x=1', undefined],
    ['preferredLanguage', 'en,,fr', undefined],
    ['preferredLanguage', 'en|fr', 'it holds "|" (U+007C) at place 3'],
  ])('the %s "%s" is refused', (attribute, value, problem) => {
    expect(refused({ profile: { [attribute]: value } })).toEqual({
      code: 'language-tag-invalid',
      facts: { attribute, value, ...(problem === undefined ? {} : { problem }) },
    });
  });

  it.each([
    'javascript:alert(1)',
    ' JavaScript:alert(1)',
    'data:text/html,x',
    'ftp://example.com',
    'example.com/ann',
    '//x',
  ])('the profileUrl %s is refused: a browser must not run it', (profileUrl) => {
    expect(refused({ profile: { profileUrl } })).toEqual({
      code: 'attribute-invalid',
      facts: { attribute: 'profileUrl', problem: 'it must be an address that begins with https:// or http://' },
    });
  });

  it('leaves controls and what turns directions out of texts, and keeps the lines of an address', () => {
    expect(
      kept({
        title: 'CEO\u202eoc\u0007\n',
        nickName: '\u200f',
        phoneNumbers: [{ value: '1\t2' }],
        addresses: [{ streetAddress: '1 Main St\r\nFloor 2\u2066\u001b[31m' }],
      }),
    ).toEqual({
      title: 'CEOoc',
      phoneNumbers: [{ value: '12' }],
      addresses: [{ streetAddress: '1 Main St\r\nFloor 2[31m' }],
    });
  });

  it('takes other addresses in the form of a userName only, and stored ones as they are', () => {
    const emails = [{ value: 'no address', primary: true }];
    expect(refused({ profile: { emails } })).toEqual({
      code: 'attribute-invalid',
      facts: { attribute: 'emails.value', problem: 'it holds a space (U+0020) at place 3' },
    });
    const change = { change: 'set' as const, attribute: 'emails', value: [{ ...emails[0], type: 'work' }] };
    const command = { accountId, userId: idOf(1), actor: directory, changes: [change] };
    const decision = decideChangeUser(command, given([aUser({ profile: { emails } })]), now);
    expect(outcomeOf(decision).events).toEqual(['user.updated 4 (emails)']);
  });

  it('refuses what is no text, naming the attribute only', () => {
    expect(refused({ profile: { title: 'a\0b' } })).toEqual({
      code: 'attribute-invalid',
      facts: { attribute: 'title', problem: 'it holds a control character (U+0000) at place 2' },
    });
    expect(refused({ externalId: 'a\ud800' }).facts).toMatchObject({ attribute: 'externalId' });
  });

  it.each([
    ['x'.repeat(1_001), 'it has 1001 characters, and at most 1000 are allowed'],
    ['字'.repeat(667), 'it takes 2001 bytes, and at most 2000 are allowed'],
  ])(
    'refuses an externalId that an index cannot surely hold, or a whole user would be refused with',
    (externalId, problem) => {
      expect(refused({ externalId }).facts).toEqual({ attribute: 'externalId', problem });
    },
  );

  it('drops list elements that are nothing but a label', () => {
    expect(
      kept({ phoneNumbers: [{ type: 'work', value: '' }, { type: 'home', primary: true }, { value: '1' }] }),
    ).toEqual({
      phoneNumbers: [{ value: '1' }],
    });
  });
});

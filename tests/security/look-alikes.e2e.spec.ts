import { describe, expect, it } from 'vitest';
import { stack } from '../support/stack.js';

const { newAccount } = await stack();
const account = await newAccount();
const { scim } = account;
const groupSchema = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const push = (displayName: string) =>
  scim.send('POST', '/Groups', { schemas: [groupSchema], displayName, members: [] });

describe('a person who would look like another one', () => {
  it('is the same userName, or refused with the character by its code point', async () => {
    expect((await scim.create('ann@acme.example')).status).toBe(201);
    for (const same of ['ａnn@acme.example', 'ANN@ａcme.example'])
      expect([same, (await scim.create(same)).status]).toEqual([same, 409]);
    const refused: [string, string][] = [
      ['\u0430nn@acme.example', 'U+0430'],
      ['ann@\u0430cme.example', 'U+0430'],
      ['\ufb01ann@acme.example', 'U+FB01'],
      ['ann\u202e@acme.example', 'U+202E'],
      ['ann\u200b@acme.example', 'U+200B'],
    ];
    for (const [userName, codePoint] of refused) {
      const { status, body } = await scim.create(userName);
      expect([status, body.scimType, body.detail]).toEqual([400, 'invalidValue', expect.stringContaining(codePoint)]);
    }
    expect((await scim.find('ａnn@acme.example')).body.totalResults).toBe(1);
  });

  it('is taken in the letters of any one language', async () => {
    for (const userName of ['иван@почта.рф', '田中taro@example.jp', 'a\u0308nna@example.com']) {
      const { status, body } = await scim.create(userName, { emails: undefined });
      expect([status, body.userName]).toEqual([201, userName]);
    }
  });

  it('has texts without controls and directions, and no address that a browser would run', async () => {
    const { status, body } = await scim.create('bob@acme.example', { title: 'CEO\u202eoc\u001b[2J\n' });
    expect([status, body.title]).toEqual([201, 'CEOoc[2J']);
    const script = await scim.create('cy@acme.example', { profileUrl: 'javascript:alert(1)' });
    expect([script.status, script.body.detail]).toEqual([400, expect.stringContaining('https://')]);
  });
});

describe('a team', () => {
  it('has a name that can be seen, and no other team has one that looks the same', async () => {
    expect((await push('Sales')).status).toBe(201);
    expect((await push('S\u200bales')).status).toBe(409);
    for (const name of ['   ', '\u200b', 'Legal\u202e', 'Legal\nAdmins']) {
      const { status, body } = await push(name);
      expect([name, status, body.scimType]).toEqual([name, 400, 'invalidValue']);
    }
  });
});

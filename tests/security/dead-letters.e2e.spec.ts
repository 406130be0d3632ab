import { Urns } from '@rollcall/scim';
import { describe, expect, it } from 'vitest';
import { stack } from '../support/stack.js';

const { newAccount, dumpTopics } = await stack();
const account = await newAccount();

const { user, group } = Urns;
/** Nobody else sends this. */
const mark = `mark-${account.slug}`;
const long = (count: number) => mark.padEnd(count, 'x');

const person = (of: object) => ({ schemas: [user], userName: `ann@${account.slug}.example`, password: mark, ...of });
const pushed = (of: object) => ({ schemas: [group], displayName: mark, ...of });

describe('values that are too long', () => {
  it.each<[string, string, object]>([
    ['userName', '/Users', person({ userName: `${long(400)}@example.com` })],
    ['externalId', '/Users', person({ externalId: long(1_001) })],
    ['userType', '/Users', person({ userType: long(201) })],
    ['displayName', '/Groups', pushed({ displayName: long(1_001) })],
    ['externalId', '/Groups', pushed({ externalId: long(1_001) })],
  ])('are refused by a sentence about %s of %s', async (attribute, path, body) => {
    const { status, body: answer } = await account.scim.send('POST', path, body);
    expect(status).toBe(400);
    expect(answer).toMatchObject({ scimType: 'invalidValue', detail: expect.stringContaining(attribute) });
  });

  it('leave nothing in the dead letters, and no password hash', async () => {
    for (const service of ['user-service', 'team-service']) {
      const letters = await dumpTopics(`rollcall.${service}.dead-letters`);
      expect(letters).not.toContain(mark);
      expect(letters).not.toContain('$argon2');
    }
  });
});

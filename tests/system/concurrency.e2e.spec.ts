import { describe, expect, it } from 'vitest';
import { stack } from '../support/stack.js';

const { gateways, newAccount } = await stack();

/** Spreads callers over all gateways. */
const gatewayOf = (n: number) => gateways[n % gateways.length] ?? '';

describe('many requests at the same moment', () => {
  it('200 creations of one userName give one 201 and 199 × 409', async () => {
    const { scim } = await newAccount();
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, n) => scim.at(gatewayOf(n)).create('Only.One@example.com')),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    const refused = answers.filter(({ status }) => status === 409);
    expect(refused).toHaveLength(199);
    expect(refused.every(({ body }) => body.scimType === 'uniqueness')).toBe(true);
    expect((await scim.find('only.one@example.com')).body.totalResults).toBe(1);
  });

  it('100 PATCHes of different attributes of one user all survive', async () => {
    const { scim } = await newAccount();
    const { body: user } = await scim.create('busy@example.com');
    const texts = ['title', 'nickName', 'displayName', 'name.middleName', 'name.honorificPrefix'];
    const operations = [
      ...texts.map((path) => ({ op: 'replace', path, value: `new ${path.replace('.', ' ')}` })),
      ...Array.from({ length: 95 }, (_, n) => ({
        op: 'add',
        path: `phoneNumbers[type eq "desk${n}"].value`,
        value: `+49 30 ${1000 + n}`,
      })),
    ];
    const answers = await Promise.all(
      operations.map((operation, n) => scim.at(gatewayOf(n)).patch(user.id, operation)),
    );
    expect(answers.map(({ status }) => status)).toEqual(operations.map(() => 200));

    const { body: after } = await scim.get(user.id);
    expect(after).toMatchObject({
      title: 'new title',
      nickName: 'new nickName',
      displayName: 'new displayName',
      name: {
        givenName: 'Ann',
        familyName: 'Lee',
        middleName: 'new name middleName',
        honorificPrefix: 'new name honorificPrefix',
      },
    });
    const phones = after.phoneNumbers.map(({ type, value }: { type: string; value: string }) => `${type} ${value}`);
    expect(phones.sort()).toEqual(Array.from({ length: 95 }, (_, n) => `desk${n} +49 30 ${1000 + n}`).sort());
    expect(after.meta.version).toBe('W/"101"');
  });

  it('1,000 writes are each read back, by id and by filter, in the very next request through another gateway', async () => {
    const { scim } = await newAccount();
    expect(gateways.length).toBeGreaterThan(1);
    const writer = async (caller: number) => {
      for (let n = 0; n < 50; n += 1) {
        const userName = `user-${caller}-${n}@example.com`;
        const here = scim.at(gatewayOf(caller + n));
        const there = scim.at(gatewayOf(caller + n + 1));
        const { status, body: created } = await here.create(userName);
        expect(status).toBe(201);
        expect((await there.get(created.id)).body).toEqual({
          ...created,
          meta: { ...created.meta, location: expect.any(String) },
        });
        const found = await there.find(userName.toUpperCase());
        expect(found.body).toMatchObject({ totalResults: 1, Resources: [{ id: created.id, userName }] });
      }
    };
    await Promise.all(Array.from({ length: 20 }, (_, caller) => writer(caller)));
    expect((await scim.send('GET', '/Users?count=0')).body.totalResults).toBe(1_000);
  }, 120_000);

  it('two accounts with the same names never see each other (rule 23)', async () => {
    const [one, two] = await Promise.all([newAccount(), newAccount()]);
    const names = Array.from({ length: 20 }, (_, n) => `same-${n}@example.com`);
    const [ones, twos] = await Promise.all(
      [one, two].map(({ scim }, account) =>
        Promise.all(names.map(async (name) => (await scim.create(name, { title: `of ${account}` })).body)),
      ),
    );
    for (const [n, name] of names.entries()) {
      const [first, second] = [ones?.[n], twos?.[n]];
      expect(first.id).not.toBe(second.id);
      expect((await one.scim.get(second.id)).status).toBe(404);
      expect((await one.scim.patch(second.id, { op: 'replace', value: { active: false } })).status).toBe(404);
      expect((await one.scim.remove(second.id)).status).toBe(404);
      expect((await one.scim.find(name)).body).toMatchObject({
        totalResults: 1,
        Resources: [{ id: first.id, title: 'of 0' }],
      });
      expect((await two.scim.find(name)).body).toMatchObject({
        totalResults: 1,
        Resources: [{ id: second.id, title: 'of 1' }],
      });
    }
    const listed = (await two.scim.send('GET', '/Users?count=1000')).body;
    const ids = (users: readonly { id: string }[] = []) => new Set(users.map(({ id }) => id));
    expect(ids(listed.Resources)).toEqual(ids(twos));
  });
});

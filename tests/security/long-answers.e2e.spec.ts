import { describe, expect, it } from 'vitest';
import { stack } from '../support/stack.js';
import { pushGroup } from '../support/workspace.js';

const { newAccount } = await stack();
/** Texts that are as long as each may be. */
const addresses = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ type: `t${n}`, locality: 'x'.repeat(990), region: 'y'.repeat(990) }));
const longest = 4_500_000;

describe('what one account keeps (rule 24)', () => {
  it('is no more than 64 kB of one person, who is refused as a whole, and may leave all the same (rule 5)', async () => {
    const { scim } = await newAccount();
    const refused = await scim.create('long@example.com', { addresses: addresses(90) });
    expect([refused.status, refused.body.scimType]).toEqual([400, 'invalidValue']);
    expect(refused.body.detail).toMatch(/^All attributes together: of one person at most 65,536 characters are kept/);
    const { body: ann } = await scim.create('ann@example.com', { addresses: addresses(30) });
    const long = { op: 'replace', path: 'addresses', value: addresses(90) };
    expect((await scim.patch(ann.id, long)).status).toBe(400);
    const left = await scim.patch(ann.id, long, { op: 'replace', path: 'active', value: false });
    expect([left.status, (await scim.get(ann.id)).body.addresses.length]).toEqual([200, 30]);
  });

  it('is answered in pages that end where they become long, and the next one begins there', async () => {
    const { scim } = await newAccount();
    const people: string[] = [];
    for (let n = 0; n < 90; n += 1) {
      const { status, body } = await scim.create(`p${n}@example.com`, { addresses: addresses(30) }); // large bodies take turns
      expect(status).toBe(201);
      people.push(body.id as string);
    }
    const found: string[] = [];
    while (found.length < people.length) {
      const page = await scim.send('GET', `/Users?startIndex=${found.length + 1}&count=1000`);
      expect([page.status, page.body.totalResults]).toEqual([200, people.length]);
      expect(page.text.length).toBeLessThan(longest);
      expect(page.body.itemsPerPage).toBe(page.body.Resources.length);
      expect(page.body.itemsPerPage).toBeGreaterThan(0);
      found.push(...page.body.Resources.map(({ id }: { id: string }) => id));
    }
    expect(found.toSorted()).toEqual(people.toSorted());
    expect(people.length).toBeGreaterThan((await scim.send('GET', '/Users?count=1000')).body.itemsPerPage);
    const everything = await scim.send('GET', '/?count=1000'); // groups come behind the last person
    expect(everything.text.length).toBeLessThan(longest);
    let cursor: string | undefined = '';
    const walked: string[] = [];
    while (cursor !== undefined) {
      const { body, text } = await scim.send('GET', `/Users?count=1000&cursor=${cursor}`);
      expect(text.length).toBeLessThan(longest);
      walked.push(...body.Resources.map(({ id }: { id: string }) => id));
      cursor = body.nextCursor as string | undefined;
    }
    expect(walked.toSorted()).toEqual(people.toSorted());
  });

  it('is no answer where people are in too many groups for one, and their groups can be left out', async () => {
    const { scim } = await newAccount();
    const people = await Promise.all(
      Array.from({ length: 100 }, async (_, n) => (await scim.create(`p${n}@example.com`)).body.id as string),
    );
    for (let n = 0; n < 80; n += 1) await pushGroup(scim, `${n} `.padEnd(1_000, 'x'), people);
    const refused = await scim.send('GET', '/Users?count=100');
    expect([refused.status, refused.body.scimType]).toEqual([400, 'tooMany']);
    expect(refused.body.detail).toMatch(/excludedAttributes=groups/);
    const without = await scim.send('GET', '/Users?count=100&excludedAttributes=groups');
    expect([without.status, without.body.Resources.length]).toEqual([200, 100]);
    const fewer = await scim.send('GET', '/Users?count=20');
    expect(fewer.body.Resources[0].groups).toHaveLength(80);
    expect((await scim.find('p7@example.com')).body.Resources[0].groups).toHaveLength(80);
  });
});

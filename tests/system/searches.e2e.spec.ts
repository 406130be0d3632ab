import { beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../support/scim-session.js';
import { stack } from '../support/stack.js';

const { gateways, newAccount } = await stack();

const searchRequest = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest';
let account: Awaited<ReturnType<typeof newAccount>>;
const ids: Record<string, string> = {};

beforeAll(async () => {
  account = await newAccount();
  for (const name of ['ann', 'bob', 'cy', 'dee']) {
    const answer = await account.scim.create(`${name}@search.example`, {
      displayName: name.toUpperCase(),
      ...(name === 'bob' ? { active: false } : { title: `Pilot of ${name}` }),
    });
    ids[name] = String(answer.body.id);
  }
  const group = { displayName: 'Crew', members: [{ value: ids['ann'] }, { value: ids['dee'] }] };
  ids['crew'] = String((await account.scim.send('POST', '/Groups', group)).body.id);
});

const namesIn = ({ body }: Answer): string[] => {
  const resources = body.Resources as { userName?: string; displayName?: string }[];
  return resources.map(({ userName, displayName = '' }) => userName?.split('@')[0] ?? displayName);
};
const list = (path: string, gateway = gateways[0] ?? '') => account.scim.at(gateway).send('GET', path);
const found = async (of: string, filter: string) => namesIn(await list(`/${of}?filter=${encodeURIComponent(filter)}`));

describe('what an identity provider searches for', () => {
  it.each<[string, string[]]>([
    ['title sw "pilot of" and not (title ew "CY")', ['ann', 'dee']],
    ['active eq false or userName co "dee@"', ['bob', 'dee']],
    ['groups.display eq "crew"', ['ann', 'dee']],
    ['groups eq null and active eq true', ['cy']],
    ['emails[type eq "work" and value sw "CY@"]', ['cy']],
    ['title eq null', ['bob']],
    ['meta.lastModified lt "2020-01-01T00:00:00+02:00"', []],
    ['meta.created gt "2020-01-01T00:00:00+02:00" and name.familyName eq "lee" and displayName ge "CY"', ['cy', 'dee']],
  ])('users by %s', async (filter, expected) => {
    expect(await found('Users', filter)).toEqual(expected);
  });

  it('groups by their members, and what they are called', async () => {
    expect(await found('Groups', `id eq "${ids['crew']}" and members eq "${ids['dee']}"`)).toEqual(['Crew']);
    expect(await found('Groups', 'members.display sw "ann@"')).toEqual(['Crew']);
    expect(await found('Groups', 'not (members.display sw "ann@")')).toEqual([]);
    expect(await found('Groups', `members[value eq "${ids['bob']}"]`)).toEqual([]);
  });

  it('users by their first group, and groups by the name of their first member, page by page', async () => {
    const sorted = async (path: string) => namesIn(await list(path));
    expect(await sorted('/Users?sortBy=groups.display')).toEqual(['ann', 'dee', 'bob', 'cy']);
    expect(await sorted('/Users?sortBy=groups&sortOrder=descending')).toEqual(['cy', 'bob', 'dee', 'ann']);
    const first = await list('/Users?sortBy=groups.value&filter=active%20eq%20true&cursor=&count=2');
    expect([namesIn(first), first.body.totalResults]).toEqual([['ann', 'dee'], 3]);
    const cursor = String(first.body.nextCursor);
    expect(await sorted(`/Users?sortBy=groups.value&filter=active%20eq%20true&cursor=${cursor}`)).toEqual(['cy']);
    const group = { displayName: 'Boat', members: [{ value: ids['dee'] }] };
    const boat = String((await account.scim.send('POST', '/Groups', group)).body.id);
    expect(await sorted('/Groups?sortBy=members.display')).toEqual(['Crew', 'Boat']);
    expect(await sorted('/Groups?sortBy=members.display&sortOrder=descending')).toEqual(['Boat', 'Crew']);
    await account.scim.send('DELETE', `/Groups/${boat}`);
  });

  it('users and groups together, with the attributes that it wants', async () => {
    const search = { schemas: [searchRequest], filter: 'displayName sw "c"', attributes: ['displayName'] };
    const { status, body } = await account.scim.send('POST', '/.search', search);
    expect([status, body.totalResults]).toEqual([200, 2]);
    expect(body.Resources).toEqual([
      { schemas: [expect.stringContaining(':User')], id: ids['cy'], displayName: 'CY' },
      { schemas: [expect.stringContaining(':Group')], id: ids['crew'], displayName: 'Crew' },
    ]);
  });

  it('everybody in some order, page by page at one gateway and another, while people come and go', async () => {
    const [one = '', other = one] = gateways;
    const page = (cursor: string, at: string) =>
      list(`/Users?sortBy=displayName&sortOrder=descending&count=2&cursor=${cursor}`, at);
    const first = await page('', one);
    expect([namesIn(first), first.body.totalResults]).toEqual([['dee', 'cy'], 4]);
    // Who comes before the place, or goes, moves nobody over it.
    const zoe = String((await account.scim.create('zoe@search.example', { displayName: 'ZOE' })).body.id);
    await account.scim.remove(ids['cy'] ?? '');
    const second = await page(String(first.body.nextCursor), other);
    expect([namesIn(second), second.body.nextCursor]).toEqual([['bob', 'ann'], undefined]);
    expect(namesIn(await page(String(second.body.previousCursor), one))).toEqual(['zoe', 'dee']);
    await account.scim.remove(zoe);
  });
});

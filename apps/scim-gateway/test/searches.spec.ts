import { Refusal } from '@rollcall/contracts';
import { Urns } from '@rollcall/scim';
import { beforeAll, describe, expect, it } from 'vitest';
import { otherAccountId, sharedGateway } from './gateway-under-test.js';

const ids: Record<string, string> = {};

const gateway = await sharedGateway();
beforeAll(async () => {
  for (const [name, title] of [
    ['ann', 'Pilot'],
    ['bob', 'Surveyor'],
    ['cy', undefined],
  ] as const) {
    const body = { schemas: [Urns.user], userName: `${name}@example.com`, displayName: name, title };
    ids[name] = String((await gateway.ask('/scim/v2/Users', { body })).json['id']);
  }
  const crew = { schemas: [Urns.group], displayName: 'Crew', members: [{ value: ids['ann'] }, { value: ids['cy'] }] };
  ids['crew'] = String((await gateway.ask('/scim/v2/Groups', { body: crew })).json['id']);
});

const list = async (path: string) => (await gateway.ask(`/scim/v2/${path}`)).json;
const searched = async (path: string, body: object) =>
  (await gateway.ask(`/scim/v2${path}/.search`, { body: { schemas: [Urns.searchRequest], ...body } })).json;
const namesIn = ({ Resources = [] }: { Resources?: { userName?: string; displayName?: string }[] }) =>
  Resources.map(({ userName, displayName }) => userName?.split('@')[0] ?? displayName);
const filtered = (filter: string) => list(`Users?filter=${encodeURIComponent(filter)}`).then(namesIn);

describe('a list of users', () => {
  it.each([
    ['title co "o" or title eq null', ['ann', 'bob', 'cy']],
    ['not (title pr)', ['cy']],
    ['groups.display eq "crew"', ['ann', 'cy']],
    ['groups.display ne "Crew"', ['bob']],
    ['schemas eq "urn:ietf:params:scim:schemas:core:2.0:User"', ['ann', 'bob', 'cy']],
    ['meta.resourceType eq "Group"', []],
  ])('by %s', async (filter, expected) => {
    expect(await filtered(filter)).toEqual(expected);
  });

  it.each([
    ['filter=shoeSize%20eq%20%2246%22', 'invalidFilter', 'shoeSize'],
    ['filter=password%20pr', 'invalidFilter', 'never told'],
    ['sortBy=shoeSize', 'invalidValue', 'shoeSize'],
    ['sortBy=name', 'invalidValue', 'name'],
    ['sortBy=title&sortOrder=upwards', 'invalidValue', 'descending'],
    ['cursor=abc', 'invalidCursor', 'nextCursor'],
    ['cursor=&count=1001', 'invalidCount', '0 to 1000'],
    ['cursor=&count=many', 'invalidCount', '0 to 1000'],
  ])('with %s is refused', async (query, scimType, detail) => {
    const { status, json } = await gateway.ask(`/scim/v2/Users?${query}`);
    expect({ status, ...json }).toMatchObject({
      status: '400',
      scimType,
      detail: expect.stringContaining(detail) as string,
    });
  });

  it('asks at most four different things about groups', async () => {
    const of = (names: string[]) => names.map((name) => `groups.display eq "${name}"`).join(' or ');
    expect(await filtered(of(['Crew', 'crew', 'Crew', 'b', 'c', 'c']))).toEqual(['ann', 'cy']);
    const { status, json } = await gateway.ask(
      `/scim/v2/Users?filter=${encodeURIComponent(of(['a', 'b', 'c', 'd', 'e']))}`,
    );
    expect({ status, scimType: json['scimType'] }).toEqual({ status: 400, scimType: 'tooMany' });
  });

  it('reads its parameters in any case: one that is not read would find everybody', async () => {
    expect(namesIn(await list('Users?FILTER=title%20eq%20%22pilot%22'))).toEqual(['ann']);
    expect(namesIn(await list('Users?sortby=title&SortOrder=descending&Count=1&startindex=2'))).toEqual(['bob']);
    expect(Object.keys(await list(`Users/${ids['ann']}?Attributes=title`))).toEqual(['schemas', 'id', 'title']);
    const body = { Filter: 'title pr', SORTBY: 'title', sortorder: 'descending', COUNT: 1, Attributes: ['title'] };
    const found = await searched('/Users', body);
    expect([found['totalResults'], found['Resources']]).toEqual([
      2,
      [{ schemas: [Urns.user], id: ids['bob'], title: 'Surveyor' }],
    ]);
    const twice = { filter: 'title eq "Pilot"', Filter: 'title pr' };
    for (const where of ['', '/Users', '/Groups'])
      expect(await gateway.ask(`/scim/v2${where}/.search`, { body: twice }), where).toMatchObject({
        status: 400,
        json: { scimType: 'invalidSyntax', detail: expect.stringContaining('"filter" and "Filter"') as string },
      });
    const unsaid = { count: null, startIndex: null, filter: null, sortBy: null, cursor: null, attributes: null };
    expect((await searched('/Users', unsaid))['totalResults']).toBe((await searched('/Users', {}))['totalResults']);
    expect(await gateway.ask('/scim/v2/Schemas?Filter=id%20pr')).toMatchObject({ status: 403 });
  });

  it('is sorted both ways', async () => {
    expect(namesIn(await list('Users?sortBy=title'))).toEqual(['ann', 'bob', 'cy']);
    expect(namesIn(await list('Users?sortBy=title&sortOrder=descending'))).toEqual(['cy', 'bob', 'ann']);
  });

  it('is sorted by the first group, who has none last, or first where it is descending', async () => {
    for (const by of ['groups', 'groups.value', 'groups.$ref', 'groups.display', 'groups.type']) {
      expect(namesIn(await list(`Users?sortBy=${by}`)), by).toEqual(['ann', 'cy', 'bob']);
      expect(namesIn(await list(`Users?sortBy=${by}&sortOrder=descending`)), by).toEqual(['bob', 'cy', 'ann']);
    }
    const filter = encodeURIComponent('groups.display ne "Crew" or title pr');
    expect(namesIn(await list(`Users?sortBy=groups.display&filter=${filter}`))).toEqual(['ann', 'bob']);
    expect(namesIn(await searched('', { sortBy: 'groups.display' }))).toEqual(['ann', 'cy', 'bob', 'Crew']);
    const first = await list('Users?sortBy=groups.display&cursor=&count=1');
    expect(namesIn(await list(`Users?sortBy=groups.display&cursor=${String(first['nextCursor'])}`))).toEqual(['cy']);
  });

  it('is read by cursors to its end, and back (RFC 9865)', async () => {
    const first = await list('Users?cursor&count=2');
    expect(first).toMatchObject({ totalResults: 3, itemsPerPage: 2 });
    expect(namesIn(first)).toEqual(['ann', 'bob']);
    expect(first).not.toHaveProperty('startIndex');
    expect(first).not.toHaveProperty('previousCursor');
    const second = await list(`Users?count=2&cursor=${String(first['nextCursor'])}`);
    expect([namesIn(second), second['totalResults'], 'nextCursor' in second]).toEqual([['cy'], 3, false]);
    const back = await list(`Users?count=2&cursor=${String(second['previousCursor'])}`);
    expect([namesIn(back), 'previousCursor' in back]).toEqual([['ann', 'bob'], false]);
  });

  it('by cursor has pages of one size: the count of the first one, whether it is said again or not (RFC 9865 §2)', async () => {
    const first = await list('Users?cursor=&count=1');
    const cursor = String(first['nextCursor']);
    const second = await list(`Users?cursor=${cursor}`);
    expect([namesIn(second), second['itemsPerPage']]).toEqual([['bob'], 1]);
    expect(namesIn(await list(`Users?cursor=${String(second['nextCursor'])}&count=1`))).toEqual(['cy']);
    expect(await gateway.ask(`/scim/v2/Users?cursor=${cursor}&count=2`)).toMatchObject({
      status: 400,
      json: { scimType: 'invalidCount', detail: expect.stringContaining('count must be 1') as string },
    });
  });

  it.each(['0', '-1'])('by cursor with a count of %s says the total alone (RFC 9865 §2)', async (count) => {
    for (const of of ['Users', 'Groups', 'Roles']) {
      const { Resources, totalResults, ...rest } = await list(`${of}?cursor=&count=${count}`);
      expect([Resources, typeof totalResults], of).toEqual([[], 'number']);
      expect(rest, of).toEqual({ schemas: [Urns.listResponse], itemsPerPage: 0 });
    }
    const both = await searched('', { cursor: '', count: Number(count) });
    expect(both).toEqual({ schemas: [Urns.listResponse], totalResults: 4, itemsPerPage: 0, Resources: [] });
  });

  it('is paged by index where nothing says how, and by cursor whatever startIndex says beside it', async () => {
    expect(await list('Users?count=2')).toMatchObject({ startIndex: 1, itemsPerPage: 2 });
    const byCursor = await list('Users?cursor=&startIndex=3&count=2');
    expect([namesIn(byCursor), 'startIndex' in byCursor]).toEqual([['ann', 'bob'], false]);
  });

  it('goes on by a cursor only where it is the same list, of the same account', async () => {
    const { nextCursor } = await list('Users?cursor=&count=1');
    const cursor = String(nextCursor);
    const other = gateway.verifier.issue(otherAccountId, '01890a5d-ac96-774b-bcce-b302099a8999');
    for (const asked of [
      gateway.ask(`/scim/v2/Users?cursor=${cursor}&sortBy=title`),
      gateway.ask(`/scim/v2/Users?cursor=${cursor}&filter=title%20pr`),
      gateway.ask(`/scim/v2/Groups?cursor=${cursor}`),
      gateway.ask(`/scim/v2/Users?cursor=${cursor}`, { token: other }),
    ]) {
      expect(await asked).toMatchObject({ status: 400, json: { scimType: 'invalidCursor' } });
    }
  });
});

describe('a list of groups', () => {
  it('by members and what they are called', async () => {
    const crew = async (filter: string) => namesIn(await list(`Groups?filter=${encodeURIComponent(filter)}`));
    expect(await crew(`id eq "${ids['crew']}" and members eq "${ids['ann']}"`)).toEqual(['Crew']);
    expect(await crew(`members.value eq "${ids['bob']}"`)).toEqual([]);
    expect(await crew('members[display sw "cy@"]')).toEqual(['Crew']);
    expect(await crew('members[display sw "bob@"]')).toEqual([]);
  });

  it('is sorted by the name of the first member', async () => {
    const made = [];
    for (const [displayName, member] of [
      ['Zeal', 'bob'],
      ['Void', undefined],
    ] as const) {
      const body = { schemas: [Urns.group], displayName, members: member ? [{ value: ids[member] }] : [] };
      made.push(String((await gateway.ask('/scim/v2/Groups', { body })).json['id']));
    }
    expect(namesIn(await list('Groups?sortBy=members.display'))).toEqual(['Crew', 'Zeal', 'Void']);
    expect(namesIn(await list('Groups?sortBy=members.display&sortOrder=descending'))).toEqual(['Void', 'Zeal', 'Crew']);
    for (const id of made) await gateway.ask(`/scim/v2/Groups/${id}`, { method: 'DELETE' });
  });
});

describe('a group that is deleted while its list is written', () => {
  it('is shown as it was found, without members, and the others as they are', async () => {
    const names = Array.from({ length: 12 }, (_, n) => `Going ${n}`);
    for (const displayName of names) {
      const body = { schemas: [Urns.group], displayName, members: [{ value: ids['bob'] }] };
      ids[displayName] = String((await gateway.ask('/scim/v2/Groups', { body })).json['id']);
    }
    gateway.teams.onMembers = (teamId) => {
      if (teamId === ids['Going 3']) throw new Refusal('team-not-found', { teamId });
    };
    const filter = encodeURIComponent('displayName sw "Going"');
    const { status, json } = await gateway.ask(`/scim/v2/Groups?filter=${filter}`);
    gateway.teams.onMembers = () => undefined;
    const shown = (json['Resources'] as { displayName: string; members: { value: string }[] }[]).map((group) => [
      group.displayName,
      ...group.members.map(({ value }) => value),
    ]);
    expect(status).toBe(200);
    expect(shown).toEqual(names.map((name) => (name === 'Going 3' ? [name] : [name, ids['bob']])));
    for (const name of names) await gateway.ask(`/scim/v2/Groups/${ids[name]}`, { method: 'DELETE' });
  });
});

describe('a search by POST (RFC 7644 §3.4.3)', () => {
  it('finds users, with the attributes that are asked for', async () => {
    const found = await searched('/Users', { filter: 'title pr', attributes: ['title'], sortBy: 'title', count: 1 });
    expect(found).toMatchObject({ totalResults: 2, itemsPerPage: 1, startIndex: 1 });
    expect(found['Resources']).toEqual([{ schemas: [Urns.user], id: ids['ann'], title: 'Pilot' }]);
  });

  it('finds groups, without what is excluded', async () => {
    const found = await searched('/Groups', {
      filter: 'displayName eq "Crew"',
      excludedAttributes: ['members', 'meta'],
    });
    expect(found['Resources']).toEqual([{ schemas: [Urns.group], id: ids['crew'], displayName: 'Crew' }]);
  });

  it('of the root finds both, and what one of them lacks has no value there', async () => {
    expect(namesIn(await searched('', {}))).toEqual(['ann', 'bob', 'cy', 'Crew']);
    expect(namesIn(await searched('', { filter: 'displayName sw "c"' }))).toEqual(['cy', 'Crew']);
    expect(namesIn(await searched('', { filter: 'title pr' }))).toEqual(['ann', 'bob']);
    expect(namesIn(await searched('', { filter: 'not (title pr)' }))).toEqual(['cy', 'Crew']);
    expect(namesIn(await searched('', { filter: 'meta.resourceType eq "Group"' }))).toEqual(['Crew']);
    expect(namesIn(await searched('', { startIndex: 3, count: 2 }))).toEqual(['cy', 'Crew']);
    const refused = await gateway.ask('/scim/v2/.search', { body: { filter: 'shoeSize pr' } });
    expect(refused).toMatchObject({ status: 400, json: { scimType: 'invalidFilter' } });
  });

  it('of the root is read by cursors to its end', async () => {
    for (const count of [1, 2, 3, 4]) {
      const pages: unknown[] = [];
      let cursor: unknown = '';
      while (cursor !== undefined) {
        const page = await searched('', { cursor, count });
        expect(page['totalResults']).toBe(4);
        pages.push(...namesIn(page));
        cursor = page['nextCursor'];
      }
      expect(pages).toEqual(['ann', 'bob', 'cy', 'Crew']);
    }
  });

  it.each(['text', [], 7])('refuses %o as a body', async (body) => {
    const refused = await gateway.ask('/scim/v2/Users/.search', { body });
    expect(refused).toMatchObject({ status: 400, json: { scimType: 'invalidSyntax' } });
  });
});

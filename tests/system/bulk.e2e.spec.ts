import { Urns } from '@rollcall/scim';
import { describe, expect, it } from 'vitest';
import { stack } from '../support/stack.js';
import { patchOf, type Answer, type ScimSession } from '../support/scim-session.js';

const { newAccount } = await stack();

const { user, group, enterpriseUser: enterprise } = Urns;

interface Result {
  readonly method: string;
  readonly bulkId?: string;
  readonly location: string;
  readonly version?: string;
  readonly status: string;
  readonly response?: { readonly detail: string };
}

const bulk = (scim: ScimSession, Operations: readonly object[], of: object = {}): Promise<Answer> =>
  scim.send('POST', '/Bulk', { schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'], ...of, Operations });
async function resultsOf(scim: ScimSession, Operations: readonly object[], of: object = {}): Promise<Result[]> {
  const { status, body } = await bulk(scim, Operations, of);
  expect(status).toBe(200);
  return body.Operations as Result[]; // checked by the specs themselves
}
const post = (userName: string, bulkId: string, of: object = {}) => ({
  method: 'POST',
  path: '/Users',
  bulkId,
  data: { schemas: [user], userName, name: { givenName: 'Ann', familyName: 'Lee' }, ...of },
});
const replace = (path: string, value: unknown) => patchOf({ op: 'replace', path, value });
const idIn = ({ location }: Result) => location.split('/').at(-1) ?? '';
const statuses = (results: readonly Result[]) => results.map(({ status }) => status);

describe('a bulk request', () => {
  it('makes people and their team, whichever comes first, and answers in order', async () => {
    const { scim } = await newAccount();
    const members = ['a', 'b'].map((bulkId) => ({ value: `bulkId:${bulkId}` }));
    const results = await resultsOf(scim, [
      { method: 'POST', path: '/Groups', bulkId: 'g', data: { schemas: [group], displayName: 'Design', members } },
      post('ann@example.com', 'a', { [enterprise]: { manager: { value: 'bulkId:b' } } }),
      post('bob@example.com', 'b'),
      { method: 'PATCH', path: '/Users/bulkId:a', data: replace('title', 'Guide') },
    ]);
    expect(results.map(({ method, bulkId, status }) => [method, bulkId, status])).toEqual([
      ['POST', 'g', '201'],
      ['POST', 'a', '201'],
      ['POST', 'b', '201'],
      ['PATCH', undefined, '200'],
    ]);
    const [team = '', ann = '', bob = ''] = results.map(idIn);
    const { body } = await scim.send('GET', `/Groups/${team}`);
    expect(body.members.map(({ value }: { value: string }) => value).toSorted()).toEqual([ann, bob].toSorted());
    const { body: person, headers } = await scim.get(ann);
    expect(person).toMatchObject({ title: 'Guide', [enterprise]: { manager: { value: bob } } });
    expect(results[3]?.version).toBe(headers.get('etag'));
  });

  it('has the people of a circle know each other, also one who was there before and comes back', async () => {
    const { scim } = await newAccount();
    const { body: former } = await scim.create('ann@example.com');
    await scim.remove(former.id);
    const managedBy = (bulkId: string) => ({ [enterprise]: { manager: { value: `bulkId:${bulkId}` } } });
    const results = await resultsOf(scim, [
      post('ann@example.com', 'ann', managedBy('bob')),
      post('bob@example.com', 'bob', managedBy('ann')),
    ]);
    expect(statuses(results)).toEqual(['201', '201']);
    const [ann = '', bob = ''] = results.map(idIn);
    expect(ann).toBe(former.id);
    expect((await scim.get(bob)).body[enterprise].manager.value).toBe(ann);
    expect((await scim.get(ann)).body[enterprise].manager.value).toBe(bob);
  });

  it('lets nobody stay who is let go: what stands behind a POST of the same person comes behind it', async () => {
    const { scim } = await newAccount();
    const names = Array.from({ length: 20 }, (_, n) => `p${n}@example.com`);
    const people = statuses(
      await resultsOf(
        scim,
        names.map((name) => post(name, name)),
      ),
    );
    expect(new Set(people)).toEqual(new Set(['201']));
    const ids = await Promise.all(names.map(async (name) => (await scim.find(name)).body.Resources[0].id as string));
    const results = await resultsOf(
      scim,
      names.flatMap((name, n) => [post(name, name), { method: 'DELETE', path: `/Users/${ids[n]}` }]),
    );
    expect(statuses(results)).toEqual(names.flatMap(() => ['409', '204']));
    const back = await resultsOf(
      scim,
      names.flatMap((name, n) => [
        ...(n % 2 === 0 ? [] : [{ method: 'DELETE', path: `/Users/${ids[n - 1]}` }]),
        post(name, name),
      ]),
    );
    expect((await scim.send('GET', '/Users?count=0')).body.totalResults).toBe(10);
    expect(statuses(back).filter((status) => status === '201')).toHaveLength(20);
  });

  it('changes nothing that another version was meant for, and stops after failOnErrors', async () => {
    const { scim } = await newAccount();
    const { body: ann } = await scim.create('ann@example.com');
    const change = (version: string, title: string) => ({
      method: 'PATCH',
      path: `/Users/${String(ann.id)}`,
      version,
      data: replace('title', title),
    });
    const results = await resultsOf(
      scim,
      [change(ann.meta.version, 'One'), change(ann.meta.version, 'Two'), change('W/"2"', 'Three')],
      { failOnErrors: 1 },
    );
    expect(statuses(results)).toEqual(['200', '412']);
    expect((await scim.get(ann.id)).body.title).toBe('One');
  });

  it('takes 1,000 operations, some of them refused, each alone', async () => {
    const { scim } = await newAccount();
    const results = await resultsOf(
      scim,
      Array.from({ length: 1_000 }, (_, n) => post(n % 100 === 99 ? 'no address' : `p${n}@example.com`, `b${n}`)),
    );
    expect(results.map(({ bulkId }) => bulkId)).toEqual(Array.from({ length: 1_000 }, (_, n) => `b${n}`));
    expect(statuses(results)).toEqual(Array.from({ length: 1_000 }, (_, n) => (n % 100 === 99 ? '400' : '201')));
    expect(new Set(results.filter(({ status }) => status === '201').map(idIn)).size).toBe(990);
    expect((await scim.send('GET', '/Users?count=0')).body.totalResults).toBe(990);

    const released = await resultsOf(
      scim,
      results.flatMap((each) => (each.status === '201' ? [{ method: 'DELETE', path: `/Users/${idIn(each)}` }] : [])),
    );
    expect(new Set(statuses(released))).toEqual(new Set(['204']));
    expect((await scim.send('GET', '/Users?count=0')).body.totalResults).toBe(0);
  });

  it('sets passwords, each its own', async () => {
    const { scim, checkPassword } = await newAccount();
    const results = await resultsOf(scim, [
      post('ann@example.com', 'a', { password: 'Quiet-Harbour-71' }),
      post('bob@example.com', 'b', { password: 'Silver-Lantern-42' }),
    ]);
    expect(statuses(results)).toEqual(['201', '201']);
    expect(await checkPassword('ann@example.com', 'Quiet-Harbour-71')).toBe(true);
    expect(await checkPassword('bob@example.com', 'Silver-Lantern-42')).toBe(true);
    expect(await checkPassword('bob@example.com', 'Quiet-Harbour-71')).toBe(false);
  });
});

describe('/Me and /Roles', () => {
  it('tell whose token it is, and what users can be', async () => {
    const { scim, adminId, adminEmail, newRole } = await newAccount();
    const me = await scim.send('GET', '/Me');
    expect([me.status, me.body.id, me.body.userName, me.body.userType]).toEqual([200, adminId, adminEmail, 'admin']);
    expect(me.headers.get('location')).toBe(me.body.meta.location);
    const { id } = await newRole('Auditor', 'viewer');
    const { body } = await scim.send('GET', `/Roles?filter=${encodeURIComponent('displayName eq "auditor"')}`);
    expect(body.Resources).toMatchObject([{ id, displayName: 'Auditor' }]);
    expect((await scim.create('ann@example.com', { userType: id })).body.userType).toBe(id);
  });
});

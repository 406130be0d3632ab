import type { Client } from 'pg';
import type { Request } from './requests.ts';
import { measure, printRow } from './row.ts';
import { ScimClient, type Stack } from './scim-client.ts';

/** Prints what searches, orders and cursors cost among so many people. One caller: a search is judged by how long it takes. */
export async function measureSearches(stack: Stack, users: Client, people: string, seconds: number): Promise<void> {
  const since = await changeSome(users, stack.accountSlug);
  const lastByName = await lastPage(stack, 'sortBy=userName');
  for (const [name, request] of [
    ['externalId eq', search('externalId eq "seeded-77"')],
    ['meta.lastModified gt, 1 % changed', search(`meta.lastModified gt "${since}"`)],
    ['displayName eq, one', search(`displayName eq "${aName}"`)],
    ['displayName sw, one', search(`displayName sw "${aName.slice(0, -3)}"`)],
    ['displayName sw, nobody', search('displayName sw "zzz"')],
    ['userType eq "guest", 0.1 %', search('userType eq "guest"')],
    ['userType eq "member", nearly everybody', search('userType eq "member"')],
    ['active eq false, 0.2 %', search('active eq false')],
    ['active eq true, nearly everybody', search('active eq true')],
    ['title co, nobody', search('title co "zzz"')],
    ['emails[value co], nobody', search('emails[type eq "work" and value co "zzz"]')],
    ['first page sorted by userName', get('sortBy=userName')],
    ['first page sorted by title', get('sortBy=title')],
    ['first page of 1,000 sorted by userName, by cursor', pageOfWalk('sortBy=userName', '')],
    ['last page of 1,000 sorted by userName, by cursor', lastByName],
    ['first page of 1,000 of all, by cursor', pageOfWalk('', '')],
    ['last page of 1,000 of all, by cursor', await lastPage(stack, '')],
  ] as const) {
    printRow(`${name}, ${people} people`, 1, await measure(stack, 1, seconds, request));
  }
}

const get =
  (query: string): Request =>
  (client) =>
    client.send('GET', `/Users?count=100&excludedAttributes=groups&${query}`, 200);

const search = (filter: string) => get(`filter=${encodeURIComponent(filter)}`);

const aName = 'Zoë of the benchmark';

/**
 * Every hundredth copied user has changed by now; some of them are inactive, and some are guests; and one has a name of its own.
 * @returns a time before that, in an hour of nothing else
 */
async function changeSome(users: Client, slug: string): Promise<string> {
  const ofAccount = 'account_id = (SELECT id FROM accounts WHERE slug = $1) AND external_id';
  await users.query(
    `UPDATE users SET updated_at = now() + interval '2 hours', active = external_id NOT SIMILAR TO '%(000|500)',
            user_type = CASE WHEN external_id LIKE '%700' THEN 'guest' ELSE user_type END
      WHERE ${ofAccount} LIKE 'seeded-%00'`,
    [slug],
  );
  await users.query(
    `UPDATE users SET profile = profile || jsonb_build_object('displayName', $2::text) WHERE ${ofAccount} = 'seeded-78'`,
    [slug, aName],
  );
  await users.query('VACUUM ANALYZE users');
  return new Date(Date.now() + 3_600_000).toISOString();
}

/** One page of a walk through everybody. A cursor goes on with the count that it was given for. */
const pageOfWalk =
  (query: string, cursor: string) =>
  (client: ScimClient): Promise<string> =>
    client.send('GET', `/Users?attributes=userName&count=1000&${query}&cursor=${cursor}`, 200);

/** Walks through everybody by cursors. @returns the request for the last whole page, which is as large as the first */
async function lastPage(stack: Stack, query: string): Promise<Request> {
  const client = new ScimClient(stack, 1);
  let [cursor, last, pages] = ['', pageOfWalk(query, ''), 0];
  const began = performance.now();
  for (;;) {
    const page = pageOfWalk(query, cursor);
    const { nextCursor } = JSON.parse(await page(client)) as { nextCursor?: string };
    pages += 1;
    if (nextCursor === undefined) break;
    cursor = nextCursor;
    last = page;
  }
  await client.close();
  const tookMs = performance.now() - began;
  const pace = `${(tookMs / 1_000).toFixed(1)} s, ${Math.round((pages * 1_000_000) / tookMs).toLocaleString('en')} people/s`;
  console.log(
    `| everybody by cursors${query && `, ${query}`}: ${pages} pages of 1,000 in ${pace} | 1 | | ${(tookMs / pages).toFixed(1)} (mean) | | |`,
  );
  return last;
}

import { UserCommands, type CreateUser } from '@rollcall/contracts';
import { matchesFilter, readListQuery, readResource, userResourceSchema } from '@rollcall/scim';
import { testTimes } from '@rollcall/testing';
import fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { translated, sortAttribute } from '../../apps/scim-gateway/src/resources/search-filter.js';
import { userFromScim, userToScim } from '../../apps/scim-gateway/src/resources/user-mapping.js';
import { UserReadModel } from '../../apps/user-service/src/persistence/user-read-model.js';
import { newAccount } from '../../apps/user-service/test/support/accounts.js';
import { serviceDatabase } from '../../apps/user-service/test/support/database.js';
import { asking, instanceOn } from '../../apps/user-service/test/support/direct-transport.js';
import { userNameKey } from '../../apps/user-service/src/domain/user/user-name-key.js';
import { addressKeys } from './both-sides.js';
import { anyUserBody } from './scim-requests.js';
import { anyServedFilter, anySortBy, readFilters, servedAt, type Known } from './served-filters.js';
import { sortedAs } from './sorted-as.js';

const dataSource = await (await serviceDatabase()).connect('one');
const instance = await instanceOn(dataSource);
const readModel = new UserReadModel(dataSource);

/** An account of its own with these users; its admin is not the directory's, and not found (rule 9). */
async function accountOf(bodies: readonly object[]): Promise<string> {
  const ada = { userId: uuidv7(), userName: 'ada@admins.example', givenName: 'Ada', familyName: 'Min' };
  const { accountId } = await newAccount(instance, { admin: ada });
  const commands = bodies.map((body) => {
    const whole = userFromScim(readResource(body, userResourceSchema));
    const payload: CreateUser = {
      ...whole,
      accountId,
      userId: uuidv7(),
      actor: { kind: 'directory', id: uuidv7() },
      externalIdIs: 'label', // several people of an account may have the same
    };
    return asking(UserCommands.create, payload);
  });
  const outcomes = await instance.batch(...commands);
  expect(outcomes.filter(({ reply }) => reply?.ok !== true)).toEqual([]);
  return accountId;
}

type Body = typeof anyUserBody extends fc.Arbitrary<infer Of> ? Of : never;

const emailsOf = ({ emails }: Body) => (Array.isArray(emails) ? (emails as readonly { value?: string }[]) : []);

/** An address of this text. */
const addressed = ({ value, ...element }: { value?: string }) =>
  value === undefined
    ? element
    : { ...element, value: `${lettersOf(value.replace(/@.*/, '').normalize('NFC')) || 'x'}@example.com` };

const lettersOf = (text: string) => text.replaceAll(/[^\p{L}\p{M}]/gu, 'x');

/** What rules 1 to 4 refuse has nothing to do with filters: there are built-in types, addresses and web addresses only. */
function accepted(body: Body): Body {
  const { userType: _type, name, profileUrl, ...user } = body;
  const emails = emailsOf(body).map(addressed);
  const named = Object.entries((name ?? {}) as Record<string, string>).map(([part, text]) => [part, lettersOf(text)]);
  return {
    ...user,
    ...(named.length > 0 ? { name: Object.fromEntries(named) as object } : {}),
    ...('emails' in body ? { emails } : {}),
    ...(typeof profileUrl === 'string' ? { profileUrl: `https://example.com/${encodeURIComponent(profileUrl)}` } : {}),
  };
}

const bodies = fc
  .uniqueArray(anyUserBody, {
    minLength: 2,
    maxLength: 8,
    selector: ({ userName }) => userNameKey(userName),
  })
  .map((users) => users.map(accepted));

const everybody = (accountId: string) => ({ accountId, scope: 'default', offset: 0, limit: 1_000 }) as const;

/** The users of an account as they are served. */
async function servedOf(accountId: string) {
  const { users } = await readModel.search(everybody(accountId));
  return users.map((user) => userToScim(user, servedAt));
}

function knownOf(users: Awaited<ReturnType<typeof servedOf>>): Known {
  const texts = users.flatMap(({ userName, externalId, emails = [] }) => [
    userName,
    ...(externalId === undefined ? [] : [externalId]),
    ...emails.flatMap(({ value }) => value ?? []),
  ]);
  return {
    texts,
    times: users.flatMap(({ meta }) => meta?.created ?? []),
    ids: users.flatMap(({ id }) => id ?? []),
  };
}

describe('a search of users', () => {
  it('finds those who fulfil the filter by the standard, and nobody else', async () => {
    await fc.assert(
      fc.asyncProperty(bodies, fc.nat(), async (people, seed) => {
        const accountId = await accountOf(people);
        const served = await servedOf(accountId);
        const texts = fc.sample(anyServedFilter(knownOf(served)), { numRuns: 40, seed });
        const filters = readFilters(texts, userResourceSchema);
        expect(filters.length).toBeGreaterThan(15);
        for (const { text, filter } of filters) {
          const { filter: asked } = translated(filter, 'User', servedAt);
          const page = await readModel.search({ ...everybody(accountId), filter: asked });
          const expected = served.filter((user) => matchesFilter(filter, user, userResourceSchema, addressKeys));
          const names = (of: readonly { userName: string }[]) => of.map(({ userName }) => userName).sort();
          expect({ text, found: names(page.users), total: page.total }).toEqual({
            text,
            found: names(expected),
            total: expected.length,
          });
        }
      }),
      { numRuns: 30 * testTimes },
    );
  });

  it('lists them in an order that another service gives, page by page, forwards and backwards', async () => {
    const key = fc.constantFrom(undefined, 'a', 'b', 'é', '\u{1F600}');
    const asked = fc.tuple(fc.array(key, { minLength: 8, maxLength: 8 }), fc.boolean(), fc.integer({ min: 1, max: 3 }));
    await fc.assert(
      fc.asyncProperty(bodies, fc.array(asked, { minLength: 4, maxLength: 8 }), async (people, lists) => {
        const accountId = await accountOf(people);
        const all = (await servedOf(accountId)).map(({ id = '' }) => id);
        for (const [picked, descending, limit] of lists) {
          const keyOf = (id: string) => picked[all.indexOf(id)] ?? '\u{10FFFF}';
          const inOrder = [...all].sort((a, b) => Buffer.compare(Buffer.from(keyOf(a) + a), Buffer.from(keyOf(b) + b)));
          const keys = [...new Set(picked)].flatMap((each) =>
            each === undefined ? [] : [{ key: each, ids: all.filter((id) => keyOf(id) === each) }],
          );
          const search = { ...everybody(accountId), sort: { attribute: 'id', descending, keys }, limit };
          let page = await readModel.search(search);
          const pages = [page.users.map(({ id }) => id)];
          while (page.next) {
            page = await readModel.search({ ...search, place: page.next });
            pages.push(page.users.map(({ id }) => id));
          }
          expect(pages.flat()).toEqual(descending ? inOrder.toReversed() : inOrder);
          const second = await readModel.search({ ...search, offset: limit });
          expect(second.users.map(({ id }) => id)).toEqual(pages[1] ?? []);
          const back: string[][] = [];
          while (page.previous) {
            page = await readModel.search({ ...search, place: page.previous });
            back.unshift(page.users.map(({ id }) => id));
          }
          expect(back).toEqual(pages.slice(0, -1));
        }
      }),
      { numRuns: 10 * testTimes },
    );
  });

  it('lists them in the order that is asked for, whole and page by page, forwards and backwards', async () => {
    const asked = fc.tuple(anySortBy, fc.constantFrom('ascending', 'descending'), fc.integer({ min: 1, max: 3 }));
    await fc.assert(
      fc.asyncProperty(bodies, fc.array(asked, { minLength: 5, maxLength: 15 }), async (people, lists) => {
        const accountId = await accountOf(people);
        const served = await servedOf(accountId);
        for (const [sortBy, sortOrder, limit] of lists) {
          const { sort: by } = readListQuery({ sortBy, sortOrder }, userResourceSchema);
          if (!by) throw new Error(`${sortBy} is no attribute`);
          const sort = { attribute: sortAttribute(by.path) ?? '', descending: by.descending };
          const expected = sortedAs(served, by).map(({ id }) => id);
          const ids = (of: readonly { id: string }[]) => of.map(({ id }) => id);
          const whole = await readModel.search({ ...everybody(accountId), sort });
          expect({ sortBy, sortOrder, ids: ids(whole.users) }).toEqual({ sortBy, sortOrder, ids: expected });

          let page = await readModel.search({ ...everybody(accountId), sort, limit });
          const pages = [ids(page.users)];
          while (page.next) {
            page = await readModel.search({ ...everybody(accountId), sort, limit, place: page.next });
            pages.push(ids(page.users));
          }
          expect(pages.flat()).toEqual(expected);
          const backwards: string[][] = [];
          while (page.previous) {
            page = await readModel.search({ ...everybody(accountId), sort, limit, place: page.previous });
            backwards.unshift(ids(page.users));
          }
          expect(backwards).toEqual(pages.slice(0, -1));
        }
      }),
      { numRuns: 20 * testTimes },
    );
  });
});

import { AccountCommands, UserCommands, type CreateUser } from '@rollcall/contracts';
import { matchesFilter, readFilter, readResource, userResourceSchema, type UserResource } from '@rollcall/scim';
import { testTimes } from '@rollcall/testing';
import fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { domainFilter } from '../../apps/scim-gateway/src/resources/domain-filter.js';
import { userFromScim } from '../../apps/scim-gateway/src/resources/user-mapping.js';
import { UserReadModel } from '../../apps/user-service/src/persistence/user-read-model.js';
import { serviceDatabase, type ServiceDatabase } from '../../apps/user-service/test/support/database.js';
import { asking, instanceOn, type Instance } from '../../apps/user-service/test/support/direct-transport.js';
import { created } from './both-sides.js';
import { anyAnswerableFilter, anyUserBody } from './scim-requests.js';

let db: ServiceDatabase;
let instance: Instance;
let readModel: UserReadModel;

beforeAll(async () => {
  db = await serviceDatabase();
  const dataSource = await db.connect('one');
  instance = await instanceOn(dataSource);
  readModel = new UserReadModel(dataSource);
});
afterAll(async () => {
  await instance?.close();
  await db?.close();
});

/** An account of its own with these users, each as SCIM knows it; its admin is not the directory's, and not found (rule 9). */
async function accountOf(bodies: readonly object[]): Promise<{ accountId: string; users: UserResource[] }> {
  const accountId = uuidv7();
  const actor = { kind: 'operator', id: 'specs' } as const;
  const admin = {
    userId: uuidv7(),
    userName: 'ada@admins.example',
    givenName: 'Ada',
    familyName: 'Min',
    passwordHash: 'ada',
  };
  await instance.handle(asking(AccountCommands.create, { accountId, actor, slug: `a-${accountId}`, name: 'A', admin }));
  const users = bodies.map((body) => ({ ...created(body).resource, id: uuidv7() }));
  const commands = bodies.map((body, at) => {
    const whole = userFromScim(readResource(body, userResourceSchema));
    const payload: CreateUser = {
      ...whole,
      accountId,
      userId: users[at]?.id ?? '',
      actor: { kind: 'directory', id: uuidv7() },
      externalIdIs: 'label', // several people of an account may have the same
    };
    return asking(UserCommands.create, payload);
  });
  const outcomes = await instance.batch(...commands);
  expect(outcomes.filter(({ reply }) => reply?.ok !== true)).toEqual([]);
  return { accountId, users };
}

type Body = typeof anyUserBody extends fc.Arbitrary<infer Of> ? Of : never;

const emailsOf = ({ emails }: Body) => (Array.isArray(emails) ? (emails as readonly { value?: string }[]) : []);

/** An address of this text. */
const addressed = ({ value, ...element }: { value?: string }) =>
  value === undefined ? element : { ...element, value: `${value.replace(/[^a-z0-9]/gi, 'x') || 'x'}@example.com` };

/** What rules 1 to 4 refuse has nothing to do with filters: there are built-in types, addresses and web addresses only. */
function accepted(body: Body): Body {
  const { userType: _type, name: _name, profileUrl, ...user } = body;
  const emails = emailsOf(body).map(addressed);
  return {
    ...user,
    ...('emails' in body ? { emails } : {}),
    ...(typeof profileUrl === 'string' ? { profileUrl: `https://example.com/${encodeURIComponent(profileUrl)}` } : {}),
  };
}

const bodies = fc
  .uniqueArray(anyUserBody, {
    minLength: 2,
    maxLength: 8,
    selector: ({ userName }) => userName.toLowerCase(),
  })
  .map((users) => users.map(accepted));

describe('a search of users', () => {
  it('finds those who fulfil the filter by the standard, and nobody else', async () => {
    const usersAndFilters = bodies.chain((users) => {
      const known = users
        .flatMap((user) => [user.userName, user['externalId'], ...emailsOf(user).map(({ value }) => value)])
        .filter((each) => typeof each === 'string');
      return fc.tuple(fc.constant(users), fc.array(anyAnswerableFilter(known), { minLength: 1, maxLength: 20 }));
    });
    await fc.assert(
      fc.asyncProperty(usersAndFilters, async ([people, filters]) => {
        const { accountId, users } = await accountOf(people);
        for (const text of filters) {
          const filter = readFilter(text, userResourceSchema);
          const page = await readModel.search({
            accountId,
            scope: 'default',
            offset: 0,
            limit: 100,
            filter: domainFilter(filter),
          });
          const expected = users.filter((user) => matchesFilter(filter, user, userResourceSchema));
          const names = (of: readonly { userName: string }[]) => of.map(({ userName }) => userName).sort();
          expect({ text, found: names(page.users) }).toEqual({ text, found: names(expected) });
        }
      }),
      { numRuns: 50 * testTimes },
    );
  });
});

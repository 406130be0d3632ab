import { UserCommands } from '@rollcall/contracts';
import { keptPlans } from '@rollcall/testing';
import { v7 as uuidv7 } from 'uuid';
import { expect, it } from 'vitest';
import { PasswordReadModel } from '../src/persistence/password-read-model.js';
import { UserReadModel } from '../src/persistence/user-read-model.js';
import { creatingAccount } from './support/accounts.js';
import { serviceDatabase } from './support/database.js';
import { asking, instanceOn } from './support/direct-transport.js';
import { equals } from './support/filters.js';

const db = await serviceDatabase();
const dataSource = await db.connect('one');
const service = await instanceOn(dataSource);

it('statements whose plans are kept read no table from end to end, though they were planned while it was empty', async () => {
  const [accountId, userId] = [uuidv7(), uuidv7()];
  const actor = { kind: 'directory', id: uuidv7() } as const;
  const profile = { name: { givenName: 'Ann', familyName: 'Lee' }, emails: [{ value: 'ann@example.com' }] };
  for (const message of [
    creatingAccount({ accountId }),
    asking(UserCommands.create, { accountId, userId, actor, userName: 'ann@example.com', profile }),
    asking(UserCommands.change, {
      accountId,
      userId,
      actor,
      changes: [{ change: 'set', attribute: 'title', value: 'Surveyor' }],
    }),
    asking(UserCommands.release, { accountId, userId, actor }),
  ]) {
    expect(await service.handle(message)).toMatchObject([{ reply: { ok: true } }]);
  }
  const readModel = new UserReadModel(dataSource);
  const filter = equals('userName', 'ada@example.com');
  await readModel.search({ accountId, scope: 'default', offset: 0, limit: 1, filter });
  await readModel.user(accountId, userId);
  await readModel.briefs(accountId, [userId]);
  const passwords = new PasswordReadModel(dataSource);
  await passwords.stateFor([{ accountId, userId }]);
  await passwords.stateFor([{ accountId, userName: 'ann@example.com', externalId: 'x', matching: true }]);

  const kept = await keptPlans((sql) => dataSource.query(sql));
  expect(kept.length).toBeGreaterThanOrEqual(11); // replies, users by id or by name (locked or not), accounts, four writes, two look-ups, briefs
  expect(kept.filter(({ readsWhole }) => readsWhole.length > 0)).toEqual([]);
});

import { UserCommands } from '@rollcall/contracts';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { FoldUserNames1764600000039 } from '../src/persistence/migrations/fold-user-names.js';
import { UserReadModel } from '../src/persistence/user-read-model.js';
import { newAccount } from './support/accounts.js';
import { serviceDatabase } from './support/database.js';
import { asking, inShort, instanceOn } from './support/direct-transport.js';

const actor = { kind: 'directory', id: uuidv7() } as const;
const db = await serviceDatabase();
const dataSource = await db.connect('one');
const instance = await instanceOn(dataSource);
const directory = new UserReadModel(dataSource);
const { accountId } = await newAccount(instance);

/** Somebody from before: keys were names in lower case. @returns the id */
async function storedBefore(userName: string): Promise<string> {
  const id = uuidv7();
  await db.rows(
    `INSERT INTO users (account_id, id, version, user_name, user_name_key, email_keys, user_type, active, managed_by, released,
       deactivated_by_directory, has_password, profile, created_at, updated_at)
     VALUES ($1, $2, 1, $3, $4, ARRAY[$4, 'other@acme.example'], 'member', true, 'directory', false, false, false, $5, now(), now())`,
    [
      accountId,
      id,
      userName,
      userName.toLowerCase(),
      { emails: [{ value: userName }, { value: 'other@acme.example' }] },
    ],
  );
  return id;
}

const migrate = async () => {
  const runner = (await db.connect('migrating', db.migrationUrl)).createQueryRunner();
  await new FoldUserNames1764600000039().up(runner);
  await runner.release();
};
const found = async (attribute: string, value: string) => {
  const filter = { is: 'equals', attribute, value } as const;
  const page = await directory.search({ accountId, scope: 'default', offset: 0, limit: 10, filter });
  return page.users.map(({ id }) => id);
};
const retitled = (userId: string, title: string) =>
  instance.handle(
    asking(UserCommands.change, {
      accountId,
      userId,
      actor,
      changes: [{ change: 'set', attribute: 'title', value: title }],
    }),
  );

describe('people from before look-alikes were one name', () => {
  it('are found as before, and in the usual form of their letters', async () => {
    const id = await storedBefore('Ｂｏｂ@acme.example');
    const jamo = await storedBefore('\u1112\u1161\u11ab@acme.example'); // three letters that are one syllable
    await migrate();
    for (const name of ['bob@acme.example', 'Ｂｏｂ@acme.example', 'BOB@ACME.example'])
      expect([await found('userName', name), await found('emails.value', name)]).toEqual([[id], [id]]);
    expect(await found('userName', '한@acme.example')).toEqual([jamo]);
    const again = asking(UserCommands.create, {
      accountId,
      userId: uuidv7(),
      actor,
      userName: 'bob@acme.example',
      profile: {},
    });
    expect(inShort(await instance.handle(again))).toEqual(['user-name-taken']);
  });

  it('of whom two would have one key go on, both; the name finds the one who has it in its usual form', async () => {
    const twin = await storedBefore('ｃｙ@acme.example');
    const cy = await storedBefore('cy@acme.example');
    await migrate();
    expect(await found('userName', 'ｃｙ@acme.example')).toEqual([cy]);
    for (const id of [cy, twin]) expect(inShort(await retitled(id, 'Lead'))).toEqual(['changed']);
    const renamed = asking(UserCommands.change, {
      accountId,
      userId: twin,
      actor,
      changes: [{ change: 'set', attribute: 'userName', value: 'cyril@acme.example' }],
    });
    expect(inShort(await instance.handle(renamed))).toEqual(['changed']);
    expect(await found('userName', 'cyril@acme.example')).toEqual([twin]);
  });
});

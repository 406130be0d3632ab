import { AccountCommands } from '@rollcall/contracts';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { AccountReadModel } from '../src/persistence/account-read-model.js';
import { serviceDatabase } from './support/database.js';
import { asking, instanceOn } from './support/direct-transport.js';

// A database of its own: here is no account yet.
const database = await serviceDatabase();
const dataSource = await database.connect('first-account-specs');
const instances = [await instanceOn(dataSource), await instanceOn(dataSource)] as const;

async function setUp(n: number, onlyIfFirst: boolean): Promise<string> {
  const [accountId, userId] = [uuidv7(), uuidv7()];
  const admin = { userId, userName: `ada@first-${n}.example`, givenName: 'Ada', familyName: 'Min' };
  const actor = { kind: 'admin', id: userId } as const;
  const command = { accountId, actor, slug: `first-${n}`, name: 'First', admin, onlyIfFirst };
  const [outcome] = await (n % 2 === 0 ? instances[0] : instances[1]).handle(asking(AccountCommands.create, command));
  const reply = outcome?.reply;
  if (!reply) throw new Error('there is no reply');
  return reply.ok ? 'made' : reply.code;
}

describe('the first account', () => {
  it('is made once, however many ask at the same moment, wherever; then that way is closed', async () => {
    const accounts = new AccountReadModel(await database.readPool());
    expect(await accounts.any()).toBe(false);
    const answers = await Promise.all(Array.from({ length: 10 }, (_, n) => setUp(n, true)));
    expect(answers.toSorted()).toEqual(['made', ...Array.from({ length: 9 }, () => 'setup-closed')]);
    expect(await accounts.any()).toBe(true);
    expect([await setUp(10, true), await setUp(11, false)]).toEqual(['setup-closed', 'made']);
  });
});

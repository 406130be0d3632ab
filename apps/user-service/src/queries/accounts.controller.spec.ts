import { defaultAccountSettings, Refusal, type PeopleCounts } from '@rollcall/contracts';
import { ListTurns } from '@rollcall/service-kit';
import { describe, expect, it } from 'vitest';
import type { AccountReadModel } from '../persistence/account-read-model.js';
import { AccountsController } from './accounts.controller.js';

const [acme, other] = ['01970000-0000-7000-8000-000000000001', '01970000-0000-7000-8000-000000000002'];

/** Counts that take until they are let go on. */
function slowCounts() {
  const counted: string[] = [];
  const ends: (() => void)[] = [];
  const ids: Readonly<Record<string, string>> = { acme, [acme]: acme, other };
  const accounts: Partial<AccountReadModel> = {
    idOf: (account) => Promise.resolve(ids[account]),
    people: async (accountId): Promise<PeopleCounts> => {
      counted.push(accountId);
      await new Promise<void>((resolve) => ends.push(resolve));
      return { users: counted.length, directory: 0, workspace: 0 };
    },
  };
  const turns = new ListTurns();
  return { counted, ends, turns, controller: new AccountsController(accounts as AccountReadModel, turns) };
}
const none = { seats: 1, users: 1, activeAdmins: 1 };
const summary = { slug: 'acme', name: 'Acme', version: 1, settings: defaultAccountSettings };
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('how the people of an account divide', () => {
  it('is counted once for all who ask at the same time, by id or slug', async () => {
    const { counted, ends, controller } = slowCounts();
    const asked = ['acme', acme, 'acme', 'acme'].map((account) => controller.people({ account }));
    await settled();
    ends[0]?.();
    await settled();
    expect(counted).toEqual([acme]);
    expect(await Promise.all(asked)).toEqual(asked.map(() => ({ users: 1, directory: 0, workspace: 0 })));
  });

  it('waits for its turn among the lists that look through everything', async () => {
    const { counted, ends, turns, controller } = slowCounts();
    let endList: () => void = () => undefined;
    const list = turns.run(acme, () => new Promise<void>((resolve) => (endList = resolve)), true);
    const asked = [controller.people({ account: 'acme' }), controller.people({ account: 'other' })];
    await settled();
    expect(counted).toEqual([other]);
    endList();
    await list;
    await settled();
    expect(counted).toEqual([other, acme]);
    for (const end of ends) end();
    await Promise.all(asked);
  });

  it('leaves lists of others their turns, as how many seats it has does', async () => {
    const ends: (() => void)[] = [];
    const counted: string[] = [];
    const accounts: Partial<AccountReadModel> = {
      account: async (id, counts) => ({ ...summary, id, ...(await (counts ?? (() => none))(id)) }),
      counts: async (id) => {
        counted.push(id);
        await new Promise<void>((resolve) => ends.push(resolve));
        return none;
      },
    };
    const turns = new ListTurns();
    const controller = new AccountsController(accounts as AccountReadModel, turns);
    const lists = [1, 2].map(() => turns.run(acme, () => new Promise<void>((resolve) => ends.push(resolve))));
    const asked = [acme, acme, other].map((account) => controller.find({ account }));
    await settled();
    expect(counted).toEqual([other]); // two lists of the account have its turns
    while (ends.length > 0) {
      for (const end of ends.splice(0)) end();
      await settled();
    }
    expect((await Promise.all(asked)).map(({ seats }) => seats)).toEqual([1, 1, 1]);
    expect(counted).toEqual([other, acme]); // both who asked at the same time got one answer
    await Promise.all(lists);
  });

  it('is refused for no account', async () => {
    await expect(slowCounts().controller.people({ account: 'nobody' })).rejects.toEqual(
      new Refusal('account-not-found'),
    );
  });
});

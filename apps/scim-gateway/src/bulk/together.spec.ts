import { UserCommands, type WouldBeMessage } from '@rollcall/contracts';
import { expect, it } from 'vitest';
import { Together } from './together.js';

const settled = () => new Promise((resolve) => setImmediate(resolve));

it('asks the owner once, also where an operation requires one that asked nothing', async () => {
  const neededFailed = new Error('what it refers to was refused');
  const asked: (readonly WouldBeMessage[])[] = [];
  const together = new Together({
    operations: 3,
    ask: async (messages) => {
      asked.push(messages);
      await settled();
      return messages.map(() => ({
        reply: { ok: false, code: 'user-not-found', facts: {} },
        events: [{ type: 'made', payload: {} }],
      }));
    },
    neededFailed,
  });
  const decide = (position: number, requires: readonly number[]) =>
    together
      .decide(position, requires, UserCommands.create, {} as never)
      .then(
        ({ ok }) => ok,
        (error: unknown) => error,
      )
      .finally(() => together.end(position));
  together.end(0); // refused in the gateway
  expect(await Promise.all([decide(1, [0]), decide(2, [])])).toEqual([neededFailed, false]);
  await settled();
  await settled();
  expect(asked).toHaveLength(1);
  expect(together.events).toHaveLength(1);
});

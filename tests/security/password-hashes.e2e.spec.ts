import { UserCommands } from '@rollcall/contracts';
import { encodeMessage } from '@rollcall/messaging';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, describe, expect, it } from 'vitest';
import { Caller } from '../support/callers.js';
import { stack } from '../support/stack.js';

const { newAccount, folder, dumpTopics } = await stack();
const account = await newAccount();
const edge = await Caller.of(folder, 'scim-gateway');
const { sender, close } = await edge.commands();
afterAll(close);

const mark = `sealed-${account.slug}`;
const hash = '$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaA';

describe('a password hash', () => {
  it('can be read on no topic, and the password signs in', async () => {
    const userName = `ann@${account.slug}.example`;
    const { status } = await account.scim.create(userName, { title: mark, password: 'Sealed-on-its-way-1' });
    expect(status).toBe(201);
    expect(await account.checkPassword(userName, 'Sealed-on-its-way-1')).toBe(true);
    const ours = (await dumpTopics('rollcall.user.commands')).split('\n').filter((line) => line.includes(mark));
    expect(ours).not.toEqual([]);
    expect(ours.join()).toContain('$sealed$');
    expect(ours.join()).not.toContain('$argon2');
  });

  it('of a sender that seals none is left out of the dead letter', async () => {
    const [id, accountId] = [uuidv7(), account.id];
    const payload = { ...UserCommands.create.example, accountId, userName: 7, title: mark, passwordHash: hash };
    const of = {
      id,
      type: UserCommands.create.type,
      source: 'scim-gateway',
      subject: 'x',
      accountId,
      correlationId: id,
    };
    await sender.publish([encodeMessage(of, payload)]);
    const letters = () => dumpTopics('rollcall.user-service.dead-letters');
    await expect.poll(letters, { timeout: 20_000 }).toContain(id);
    expect(await letters()).not.toContain('$argon2');
  });
});

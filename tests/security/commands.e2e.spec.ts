import { silentLogger } from '@rollcall/testing';
import {
  AccountCommands,
  AccountQueries,
  topicDefinitions,
  WorkspaceUserCommands,
  type CommandDefinition,
} from '@rollcall/contracts';
import { CommandSigner, createKafka, encodeMessage, TopicAdmin } from '@rollcall/messaging';
import { eventually } from '@rollcall/testing';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, describe, expect, it } from 'vitest';
import { Caller } from '../support/callers.js';
import { stack } from '../support/stack.js';

const { newAccount, folder, stackFile, dumpLogs, ops } = await stack();
const account = await newAccount();

/** What somebody has who took over the SCIM edge: its login at the broker, and its secret. */
const edge = await Caller.of(folder, 'scim-gateway');
const { client, sender, close } = await edge.commands();
const users = (await Caller.of(folder, 'ops-cli')).http('user-service');
afterAll(() => Promise.all([close(), users.close()]));

const accountId = account.id;
const admin = { kind: 'admin', id: account.adminId } as const;
const settingOf = async () => (await users.ask(AccountQueries.find, { account: accountId })).settings.lastAdminGuard;
const changeSettings = { accountId, actor: admin, settings: { lastAdminGuard: 'off' } };
const edit = { accountId, actor: admin, userId: account.adminId, changes: [] };

/** A command as the edge's own client encodes it, but with what it should not say. */
async function forge(definition: CommandDefinition, payload: object, source: string, signer?: CommandSigner) {
  const id = uuidv7();
  const of = { id, type: definition.type, source, subject: 'x', accountId, correlationId: id };
  const record = encodeMessage({ ...of, deadline: new Date(Date.now() + 8_000), replyTo: client.replyTopic }, payload);
  await sender.publish([signer?.signed(record) ?? record]);
  return id;
}

describe('the credential of the SCIM edge', () => {
  it('sends no command of an admin: it is refused, and nothing changed', async () => {
    const before = await settingOf();
    const asked = { accountId, budgetMs: 10_000 };
    const replies = [
      await client.ask(AccountCommands.changeSettings, changeSettings, asked),
      await client.ask(WorkspaceUserCommands.edit, edit, asked),
    ];
    expect(replies).toEqual([
      { ok: false, code: 'sender-not-allowed', facts: { problem: expect.stringContaining('account.change-settings') } },
      { ok: false, code: 'sender-not-allowed', facts: { problem: expect.stringContaining('user.edit') } },
    ]);
    expect(await settingOf()).toBe(before);
  });

  it('is no proof for another source, and an operator sees who tried', async () => {
    const before = await settingOf();
    const definition = AccountCommands.changeSettings as unknown as CommandDefinition; // as the codec knows it
    const ids = [
      await forge(definition, changeSettings, 'workspace-gateway', new CommandSigner('scim-gateway', edge.secret)),
      await forge(definition, changeSettings, 'workspace-gateway', new CommandSigner('workspace-gateway', 'guessed')),
      await forge(definition, changeSettings, 'workspace-gateway'),
    ];
    await expect.poll(dumpLogs, { timeout: 20_000 }).toSatisfy((logs: string) => ids.every((id) => logs.includes(id)));
    expect(await settingOf()).toBe(before);
    const metrics = await Promise.all(
      stackFile.services
        .filter(({ name }) => name.startsWith('user-service'))
        .map(async ({ url }) => (await fetch(`${url}/metrics`)).text()),
    );
    expect(metrics.join('\n')).toMatch(/rollcall_messages_total\{[^}]*outcome="sender-not-allowed"[^}]*\} [1-9]/);
  });
});

interface Letter {
  readonly letter: string;
  readonly reason: string;
  readonly message?: { readonly id?: string };
}

describe('a command that is delivered again when no service remembers it', () => {
  it('has no effect, though its proof is good, until an operator puts it back', async () => {
    const { secret } = await Caller.of(folder, 'workspace-gateway');
    const before = await settingOf();
    const id = uuidv7({ msecs: Date.now() - 72 * 3_600_000 });
    const { type } = AccountCommands.changeSettings;
    const of = { id, type, source: 'workspace-gateway', subject: 'x', accountId, correlationId: id };
    await sender.publish([new CommandSigner('workspace-gateway', secret).signed(encodeMessage(of, changeSettings))]);
    const letterOf = async () => {
      const letters = (await ops('dead-letters', 'list', '--service', 'user-service')) as Letter[];
      const found = letters.find(({ message }) => message?.id === id);
      if (!found) throw new Error(`of ${letters.length} letters none is this one`);
      return found;
    };
    const letter = await eventually(letterOf, 'it is among the dead letters', { within: 20_000, every: 500 });
    expect([letter.reason, await settingOf()]).toEqual([
      expect.stringContaining('older than what is remembered'),
      before,
    ]);
    await ops('dead-letters', 'replay', letter.letter);
    await eventually(async () => (await settingOf()) === 'off', 'an operator had it done', { within: 20_000 });
  });
});

describe('a stranger on the machine', () => {
  const brokers = stackFile.kafkaBrokers;
  const attempt = (sasl?: { mechanism: 'plain'; username: string; password: string }) =>
    createKafka({ brokers, clientId: 'stranger', ...(sasl ? { sasl } : {}) }, silentLogger);

  it.each([
    ['no credential', undefined],
    ['a guessed one', { mechanism: 'plain', username: 'ops-cli', password: 'guessed' } as const],
  ])('lists no topic with %s', async (_, sasl) => {
    const lists = attempt(sasl).admin({ retry: { retries: 0 } });
    await expect(lists.connect().then(() => lists.listTopics())).rejects.toThrow();
    await lists.disconnect().catch(() => undefined);
  });

  it('writes no command without a credential', async () => {
    const producer = attempt().producer();
    const send = producer
      .connect()
      .then(() => producer.send({ topic: 'rollcall.user.commands', messages: [{ key: 'k', value: '{}' }] }));
    await expect(send).rejects.toThrow();
    await producer.disconnect().catch(() => undefined);
  });

  it('is no part: the edge itself sees its own topics alone', async () => {
    const seen = await new TopicAdmin(edge.kafka()).topics();
    expect(seen).not.toContain('rollcall.token.commands');
    expect(seen.length).toBeLessThan(topicDefinitions.length);
  });
});

import type { MessageDefinition, Reply } from '@rollcall/contracts';
import type { Message, Outcome } from '@rollcall/messaging';
import type { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { afterAll } from 'vitest';
import { foresee } from '../../src/domain/foresee.js';
import { userDecorators } from '../../src/handlers.js';
import { messageControllers } from '../../src/message-controllers.js';
import { UserStateLoader } from '../../src/persistence/user-state-loader.js';
import { instanceOf, received } from '../../../../tests/support/direct-transport.js';

export interface Instance {
  /** One transaction, as for one fetch. */
  batch(...messages: Message[]): Promise<Outcome[]>;
  /** The same; after an error one by one, conflicts again, as libs/messaging does. */
  handle(...messages: Message[]): Promise<Outcome[]>;
}

/** One instance of the service on a real database, without a broker, until the end of the file's specs. */
export async function instanceOn(dataSource: DataSource): Promise<Instance> {
  const deciding = {
    controllers: messageControllers,
    decorators: userDecorators,
    loader: new UserStateLoader(),
    foresee,
  };
  const instance = await instanceOf('user-service', deciding, dataSource);
  const { handle: batch, classify, close } = instance;
  afterAll(close);
  const alone = async (message: Message): Promise<Outcome[]> => {
    for (;;) {
      try {
        return await batch(message);
      } catch (error) {
        if (classify(error) !== 'conflict') throw error;
      }
    }
  };
  const oneByOne = async (messages: Message[]) => {
    const outcomes: Outcome[] = [];
    for (const message of messages) outcomes.push(...(await alone(message)));
    return outcomes;
  };
  return {
    batch,
    handle: (...messages) => batch(...messages).catch(() => oneByOne(messages)),
  };
}

/** A command as a gateway sends it: where it brings a released user back, again once the teams know of the release (ADR 0049). */
export async function askAsGateway(instance: Instance, message: Message): Promise<Outcome | undefined> {
  const [outcome] = await instance.handle(message);
  const { reply } = outcome ?? {};
  if (reply?.ok !== false || reply.code !== 'release-not-followed') return outcome;
  const payload = { ...message.payload, toldRelease: reply.facts };
  const [next] = await instance.handle({ ...message, id: uuidv7(), payload });
  return next;
}

/** A command as it comes off the topic. */
export function asking<Payload extends { accountId: string }>(
  definition: MessageDefinition<Payload>,
  payload: Payload,
  of: Partial<Message> = {},
): Message {
  const { type, version: schemaVersion, topic } = definition;
  const place = { topic, partition: 0, offset: '0' };
  const { accountId } = payload;
  return received({ type, schemaVersion, accountId, payload, key: definition.key(payload), place, ...of });
}

/** `restored`, `changed`, `unchanged`, `done`, or the code of the refusal: what became of each command. */
export function inShort(outcomes: readonly Outcome[]): string[] {
  return outcomes.map(({ reply }) => shortReply(reply));
}

function shortReply(reply: Reply | undefined): string {
  if (!reply) return 'no reply';
  if (!reply.ok) return reply.code;
  const { outcome, changed } = reply.body as { outcome?: string; changed?: boolean };
  return outcome ?? (changed === undefined ? 'done' : changed ? 'changed' : 'unchanged');
}

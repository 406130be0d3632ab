import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Server, type CustomTransportStrategy, type MessageHandler } from '@nestjs/microservices';
import type { Decision, MessageDefinition, Reply } from '@rollcall/contracts';
import { encodeEvent, MessageContext, type Message, type Outcome } from '@rollcall/messaging';
import { PostgresDecisionStore } from '@rollcall/persistence';
import { lastValueFrom } from 'rxjs';
import type { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { AccountCommandsController } from '../../src/messages/account-commands.controller.js';
import { UserCommandsController } from '../../src/messages/user-commands.controller.js';
import { WorkspaceCommandsController } from '../../src/messages/workspace-commands.controller.js';
import { UserStateSource } from '../../src/persistence/user-state-source.js';

/** Nest's handlers, without a broker before them. */
class DirectTransport extends Server implements CustomTransportStrategy {
  listen(callback: () => void): void {
    callback();
  }
  close(): void {}
  on(): void {}
  unwrap(): never {
    throw new Error('there is nothing behind this transport');
  }

  readonly needsOf = (message: Message): unknown => {
    const { needs } = this.handlerOf(message).extras as { needs?: (payload: object, message: Message) => unknown };
    return needs?.(message.payload, message);
  };

  readonly decide = async (message: Message, state: unknown): Promise<Decision> => {
    const result: unknown = await this.handlerOf(message)(message.payload, new MessageContext([message, state]));
    return lastValueFrom(this.transformToObservable(result as Promise<Decision>));
  };

  private handlerOf(message: Message): MessageHandler {
    const handler = this.getHandlers().get(message.type);
    if (!handler) throw new Error(`no handler for ${message.type}`);
    return handler;
  }
}

@Module({ controllers: [UserCommandsController, AccountCommandsController, WorkspaceCommandsController] })
class CommandsOnly {}

export interface Instance {
  /** One transaction, as for one fetch. */
  batch(...messages: Message[]): Promise<Outcome[]>;
  /** The same; after an error one by one, conflicts again, as libs/messaging does. */
  settle(...messages: Message[]): Promise<Outcome[]>;
  close(): Promise<void>;
}

/** One instance of the service on a real database, without a broker. */
export async function instanceOn(dataSource: DataSource): Promise<Instance> {
  const strategy = new DirectTransport();
  const app = await NestFactory.createMicroservice(CommandsOnly, { strategy, logger: false });
  const store = new PostgresDecisionStore({
    dataSource,
    consumer: 'user-service',
    source: new UserStateSource(),
    needsOf: strategy.needsOf,
    encode: (event, cause) => encodeEvent('user-service', event, cause),
  });
  await app.listen();
  const batch = (...messages: Message[]) => store.run(messages, strategy.decide);
  const alone = async (message: Message): Promise<Outcome[]> => {
    for (;;) {
      try {
        return await batch(message);
      } catch (error) {
        if (store.classify(error) !== 'conflict') throw error;
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
    settle: (...messages) => batch(...messages).catch(() => oneByOne(messages)),
    close: () => app.close(),
  };
}

/** A command as it comes off the topic. */
export function asking<Payload extends { accountId: string }>(
  definition: MessageDefinition<Payload>,
  payload: Payload,
  of: Partial<Message> = {},
): Message {
  const id = uuidv7();
  return {
    id,
    type: definition.type,
    schemaVersion: definition.version,
    source: 'specs',
    time: new Date(),
    accountId: payload.accountId,
    correlationId: id,
    payload,
    key: definition.key(payload),
    place: { topic: definition.topic, partition: 0, offset: '0' },
    ...of,
  };
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

import { NestFactory } from '@nestjs/core';
import { Module, type Type } from '@nestjs/common';
import { Server, type CustomTransportStrategy, type MessageHandler } from '@nestjs/microservices';
import { encodeEvent, MessageContext, type DecisionStore, type Message, type Outcome } from '@rollcall/messaging';
import { PostgresDecisionStore, type StateLoader } from '@rollcall/persistence';
import { lastValueFrom } from 'rxjs';
import type { DataSource } from 'typeorm';

/** Hands messages to the controllers as the Kafka transport does, but when a test says so. */
class DirectTransport extends Server implements CustomTransportStrategy {
  store: DecisionStore;

  listen(callback: () => void): void {
    callback();
  }
  close(): void {}
  on(): void {}
  unwrap(): never {
    throw new Error('there is nothing behind this transport');
  }

  readonly readsOf = (message: Message): unknown => {
    const { reads } = this.handlerOf(message).extras as { reads?: (payload: object, message: Message) => unknown };
    return reads?.(message.payload, message);
  };

  handle(messages: readonly Message[]): Promise<Outcome[]> {
    return this.store.run(messages, async (message, state) => {
      const result: unknown = await this.handlerOf(message)(message.payload, new MessageContext([message, state]));
      return lastValueFrom(this.transformToObservable(result as never)); // a handler's decision
    });
  }

  private handlerOf(message: Message): MessageHandler {
    const handler = this.getHandlers().get(message.type);
    if (!handler) throw new Error(`no handler for ${message.type}`);
    return handler;
  }
}

@Module({})
class ControllersOnly {}

/** Controllers over a real database without a broker: one "instance" that handles what it is given. */
export async function instanceOf(service: string, controllers: Type[], loader: StateLoader, dataSource: DataSource) {
  const strategy = new DirectTransport();
  const app = await NestFactory.createMicroservice(
    { module: ControllersOnly, controllers },
    { strategy, logger: false },
  );
  strategy.store = new PostgresDecisionStore({
    dataSource,
    consumer: service,
    loader,
    readsOf: strategy.readsOf,
    encode: (event, cause) => encodeEvent(service, event, cause),
  });
  await app.listen();
  return {
    handle: (...messages: Message[]) => strategy.handle(messages),
    classify: (error: unknown) => strategy.store.classify(error),
    close: () => app.close(),
  };
}

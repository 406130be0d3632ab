import { Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Server, type CustomTransportStrategy, type MessageHandler } from '@nestjs/microservices';
import { HandlerRegistry, type UntypedHandlerRegistry, type HandlerDecorators } from '../src/index.js';

/** Finds handlers as the Kafka transport does, and hands nothing over. */
class NoTransport extends Server implements CustomTransportStrategy {
  constructor(private readonly registry: UntypedHandlerRegistry) {
    super();
  }

  override addHandler(pattern: string, handler: MessageHandler, _?: boolean, extras?: MessageHandler['extras']): void {
    this.registry.add(pattern, handler, extras);
  }
  listen(callback: () => void): void {
    callback();
  }
  close(): void {}
  on(): void {}
  unwrap(): never {
    throw new Error('there is nothing behind this transport');
  }
}

@Module({})
class ControllersOnly {}

/** The handlers of controllers, with Nest around them as in the service, for specs that need no broker. */
export async function registeredHandlers<Reads, State, Change>(
  decorators: HandlerDecorators<Reads, State, Change>,
  controllers: Type[],
): Promise<{ readonly registry: HandlerRegistry<Reads, State, Change>; readonly close: () => Promise<void> }> {
  const registry = new HandlerRegistry(decorators);
  const app = await NestFactory.createMicroservice(
    { module: ControllersOnly, controllers },
    { strategy: new NoTransport(registry), logger: false, abortOnError: false },
  );
  await app.listen();
  return { registry, close: () => app.close() };
}

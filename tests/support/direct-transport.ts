import type { Type } from '@nestjs/common';
import { encodeEvent, type HandlerDecorators, type Message } from '@rollcall/messaging';
import { PostgresDecisionStore, type DataSource, type Foresee, type StateLoader } from '@rollcall/persistence';
import { v7 as uuidv7 } from 'uuid';
import { registeredHandlers } from '../../libs/messaging/test/registered-handlers.js';

/** A message as it comes off a topic. */
export function received<Payload extends object>(
  of: Pick<Message<Payload>, 'type' | 'accountId' | 'payload' | 'key'> & Partial<Message>,
): Message<Payload> {
  const id = uuidv7();
  const place = { topic: 'specs', partition: 0, offset: '0' };
  return { id, schemaVersion: 1, source: 'specs', time: new Date(), correlationId: id, place, ...of };
}

/** What decides in a service: its controllers with their decorators, and its loader. */
export interface Deciding<Reads, State, Change, Prefetched> {
  readonly controllers: Type[];
  readonly decorators: HandlerDecorators<Reads, State, Change>;
  readonly loader: StateLoader<NoInfer<Reads>, NoInfer<State>, NoInfer<Change>, Prefetched>;
  /** Absent where no dry run is asked for. */
  readonly foresee?: Foresee<NoInfer<State>, NoInfer<Change>>;
}

/** Controllers over a real database without a broker: one "instance" that handles what it is given, in one transaction. */
export async function instanceOf<Reads, State, Change, Prefetched = never>(
  service: string,
  { controllers, decorators, loader, foresee }: Deciding<Reads, State, Change, Prefetched>,
  dataSource: DataSource,
) {
  const { registry, close } = await registeredHandlers(decorators, controllers);
  const store = new PostgresDecisionStore<Reads, State, Change, Prefetched>({
    dataSource,
    consumer: service,
    loader,
    foresee,
    readsOf: registry.readsOf,
    encode: (event, cause) => encodeEvent(service, event, cause),
  });
  return {
    handle: (...messages: Message[]) => store.run(messages, registry.decide),
    classify: (error: unknown) => store.classify(error),
    close,
  };
}

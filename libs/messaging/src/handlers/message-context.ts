import { BaseRpcContext } from '@nestjs/microservices';
import type { Message } from '../codec/envelope.js';

/** The message and the state that a handler gets, as Nest's `@Ctx()`. */
export class MessageContext<State = unknown> extends BaseRpcContext<[Message, State]> {
  get message(): Message {
    return this.getArgByIndex(0);
  }

  /** The state that the handler's reads named, with the changes of earlier messages of the same batch. */
  get state(): State {
    return this.getArgByIndex(1);
  }
}

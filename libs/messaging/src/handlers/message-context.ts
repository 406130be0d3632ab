import { BaseRpcContext } from '@nestjs/microservices';
import type { Message } from '../codec/envelope.js';

/** What a handler may ask about the message at hand, as Nest's `@Ctx()`. */
export class MessageContext<State = unknown> extends BaseRpcContext<[Message, State]> {
  get message(): Message {
    return this.getArgByIndex(0);
  }

  /** The state that the handler declared, as the messages before it in the same fetch left it. */
  get state(): State {
    return this.getArgByIndex(1);
  }
}

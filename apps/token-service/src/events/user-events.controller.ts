import { Controller } from '@nestjs/common';
import {
  AccountEvent,
  ClosingEvents,
  followClosure,
  UserEvent,
  UserEvents,
  type ClosureState,
  type Decision,
} from '@rollcall/contracts';
import { versionOf, type Message } from '@rollcall/messaging';
import { decideCreatorChanged, reasonToRevoke } from '../domain/follow-creator.js';
import type { Change, TokenState } from '../domain/token-state.js';
import type { TokenReads } from '../reads.js';
import { OnEvent } from '../handlers.js';

const released = UserEvents.released.type;

/**
 * What an event reads: nothing for a new user who is no admin, which is the usual case; the tokens only where the event
 * may revoke some.
 */
function creatorOf(event: UserEvent, { type }: Message): TokenReads | undefined {
  const { accountId, userId, userType, active } = event;
  const endsTokens = reasonToRevoke({ userType, active, released: type === released }) !== undefined;
  if (endsTokens && type === UserEvents.created.type) return undefined;
  return { accountId, creatorId: userId, endsTokens };
}

/**
 * Handles the events that can make a user an admin, or stop one from being an admin, and those about whole accounts. `user.updated` is not among them:
 * it changes neither type nor activity, and nine of ten events are of this type.
 */
@Controller()
export class UserEventsController {
  @OnEvent(UserEvents.created, creatorOf)
  created(event: UserEvent, state: TokenState, message: Message) {
    return follow(event, state, message);
  }

  @OnEvent(UserEvents.adopted, creatorOf)
  adopted(event: UserEvent, state: TokenState, message: Message) {
    return follow(event, state, message);
  }

  @OnEvent(UserEvents.restored, creatorOf)
  restored(event: UserEvent, state: TokenState, message: Message) {
    return follow(event, state, message);
  }

  @OnEvent(UserEvents.typeChanged, creatorOf)
  typeChanged(event: UserEvent, state: TokenState, message: Message) {
    return follow(event, state, message);
  }

  @OnEvent(UserEvents.deactivated, creatorOf)
  deactivated(event: UserEvent, state: TokenState, message: Message) {
    return follow(event, state, message);
  }

  @OnEvent(UserEvents.reactivated, creatorOf)
  reactivated(event: UserEvent, state: TokenState, message: Message) {
    return follow(event, state, message);
  }

  @OnEvent(UserEvents.released, creatorOf)
  released(event: UserEvent, state: TokenState, message: Message) {
    return follow(event, state, message);
  }

  @OnEvent(ClosingEvents.closing, () => undefined)
  closing(event: AccountEvent, _: TokenState, message: Message) {
    return closure('closing', event, message);
  }

  @OnEvent(ClosingEvents.reopened, () => undefined)
  reopened(event: AccountEvent, _: TokenState, message: Message) {
    return closure('open', event, message);
  }

  @OnEvent(ClosingEvents.closed, () => undefined)
  closed(event: AccountEvent, _: TokenState, message: Message) {
    return closure('closed', event, message);
  }
}

function closure(state: ClosureState, { accountId }: AccountEvent, message: Message): Decision<Change> {
  return followClosure(state, { accountId, version: versionOf(message) }, new Date());
}

function follow(event: UserEvent, state: TokenState, message: Message): Decision<Change> {
  const { accountId, userId, userType, active } = event;
  const access = { userType, active, released: message.type === released };
  const news = { accountId, userId, version: versionOf(message), ...access };
  return decideCreatorChanged(news, state, new Date());
}

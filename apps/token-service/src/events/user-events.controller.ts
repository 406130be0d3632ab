import { Controller } from '@nestjs/common';
import { AccountEvent, ClosingEvents, followClosure, UserEvent, UserEvents } from '@rollcall/contracts';
import { versionOf, type Message } from '@rollcall/messaging';
import { decideCreatorChanged, reasonToRevoke } from '../domain/follow-creator.js';
import type { TokenState } from '../domain/token-state.js';
import type { TokenReads } from '../reads.js';
import { OnEvent } from '../handlers.js';

const released = UserEvents.released.type;

/**
 * What an event reads: nothing for a new user who is no admin, which is the usual case; the tokens only where the event
 * may revoke some.
 */
function creatorOf(event: UserEvent, { type }: Message): TokenReads | undefined {
  const { accountId, userId, userType, active } = event;
  const withTokens = reasonToRevoke({ userType, active, released: type === released }) !== undefined;
  if (withTokens && type === UserEvents.created.type) return undefined;
  return { accountId, creatorId: userId, withTokens };
}

/** `user.updated` is not among them: it changes neither type nor activity, and nine of ten events are of this type. */
const mayMakeOrEndAdmin = [
  UserEvents.created,
  UserEvents.adopted,
  UserEvents.restored,
  UserEvents.typeChanged,
  UserEvents.deactivated,
  UserEvents.reactivated,
  UserEvents.released,
];

/** Handles the events that can make a user an admin, or stop one from being an admin, and those about whole accounts. */
@Controller()
export class UserEventsController {
  @OnEvent(mayMakeOrEndAdmin, creatorOf)
  changed({ accountId, userId, userType, active }: UserEvent, state: TokenState, message: Message) {
    const access = { userType, active, released: message.type === released };
    return decideCreatorChanged({ accountId, userId, version: versionOf(message), ...access }, state, new Date());
  }

  @OnEvent(Object.values(ClosingEvents), () => undefined)
  closing({ accountId }: AccountEvent, _: TokenState, message: Message) {
    return followClosure({ type: message.type, accountId, version: versionOf(message) }, new Date());
  }
}

import { Controller } from '@nestjs/common';
import {
  AccountEvent,
  AccountEvents,
  AccountSettingsChanged,
  ClosingEvents,
  followClosure,
  UserEvent,
  UserEvents,
  type Decision,
} from '@rollcall/contracts';
import { versionOf, type Message } from '@rollcall/messaging';
import { decideSettingsChanged } from '../domain/follow-accounts.js';
import { decidePersonChanged, decidePersonReassigned } from '../domain/follow-users.js';
import type { Change, TeamState } from '../domain/team-state.js';
import type { TeamReads } from '../reads.js';
import { OnEvent } from '../handlers.js';

const somebody = ({ accountId, userId: person }: UserEvent): TeamReads => ({ accountId, person });
const nothingOf = ({ accountId }: AccountEvent): TeamReads => ({ accountId });
const returning = ({ accountId, userId }: UserEvent): TeamReads => ({ accountId, person: userId, returning: userId });
const leaver = ({ accountId, userId }: UserEvent): TeamReads => ({ accountId, leaver: userId });

/** What may lie between the clocks of two services. */
const clocksDifferMs = 1_000;
const formerPerson = (event: UserEvent, { time }: Pick<Message, 'time'>): TeamReads => ({
  ...leaver(event),
  byHandBefore: new Date(time.getTime() + clocksDifferMs),
});

/**
 * Follows events about users and accounts, for those that are replicated here. All others are queried from user-service
 * when a command first names them. So creations and changes of profiles can be ignored.
 */
@Controller()
export class UserEventsController {
  @OnEvent([UserEvents.adopted, UserEvents.restored], returning)
  returned(event: UserEvent, state: TeamState, message: Message) {
    return follow(event, state, message);
  }

  @OnEvent([UserEvents.deactivated, UserEvents.reactivated], somebody)
  activityChanged(event: UserEvent, state: TeamState, message: Message) {
    return follow(event, state, message);
  }

  @OnEvent([UserEvents.released, UserEvents.erased], leaver)
  left(event: UserEvent, state: TeamState, message: Message) {
    return follow(event, state, message);
  }

  @OnEvent(UserEvents.reassigned, formerPerson)
  reassigned(event: UserEvent, state: TeamState, message: Message) {
    const { accountId, userId, active, actor } = event;
    const news = { accountId, userId, version: versionOf(message), active, released: false };
    return decidePersonReassigned(news, actor, state, new Date());
  }

  @OnEvent(AccountEvents.settingsChanged, ({ accountId }: AccountSettingsChanged): TeamReads => ({
    accountId,
    changesAccount: true,
  }))
  settingsChanged(event: AccountSettingsChanged, state: TeamState, message: Message) {
    return decideSettingsChanged({ ...event, version: versionOf(message) }, state);
  }

  @OnEvent(Object.values(ClosingEvents), nothingOf)
  closing({ accountId }: AccountEvent, _: TeamState, message: Message) {
    return followClosure({ type: message.type, accountId, version: versionOf(message) }, new Date());
  }
}

function follow(event: UserEvent, state: TeamState, message: Message): Decision<Change> {
  const { accountId, userId, active, actor } = event;
  const isErased = message.type === UserEvents.erased.type;
  const released = isErased || message.type === UserEvents.released.type;
  return decidePersonChanged({ accountId, userId, version: versionOf(message), active, released }, actor, {
    state,
    now: new Date(),
    isErased,
  });
}

import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { AccountEvents, AccountSettingsChanged, UserEvent, UserEvents, type Decision } from '@rollcall/contracts';
import { Envelope, OnEvent, State, type Message } from '@rollcall/messaging';
import { decideSettingsChanged } from '../domain/follow-accounts.js';
import { decidePersonChanged } from '../domain/follow-users.js';
import type { Change, TeamState } from '../domain/team-state.js';
import type { TeamReads } from '../reads.js';

const somebody = ({ accountId, userId: person }: UserEvent): TeamReads => ({ accountId, person });
const leaver = ({ accountId, userId }: UserEvent): TeamReads => ({ accountId, leaver: userId });

/**
 * What happens to people and accounts. Only about those known here is anything kept; of the rest the owner is asked when they are
 * first named, so a creation is no news, and neither is a change of a profile.
 */
@Controller()
export class UserEventsController {
  @OnEvent(UserEvents.adopted, somebody)
  adopted(@Payload() event: UserEvent, @State() state: TeamState, @Envelope() message: Message) {
    return follow(event, state, message);
  }

  @OnEvent(UserEvents.restored, somebody)
  restored(@Payload() event: UserEvent, @State() state: TeamState, @Envelope() message: Message) {
    return follow(event, state, message);
  }

  @OnEvent(UserEvents.deactivated, somebody)
  deactivated(@Payload() event: UserEvent, @State() state: TeamState, @Envelope() message: Message) {
    return follow(event, state, message);
  }

  @OnEvent(UserEvents.reactivated, somebody)
  reactivated(@Payload() event: UserEvent, @State() state: TeamState, @Envelope() message: Message) {
    return follow(event, state, message);
  }

  @OnEvent(UserEvents.released, leaver)
  released(@Payload() event: UserEvent, @State() state: TeamState, @Envelope() message: Message) {
    return follow(event, state, message);
  }

  @OnEvent(AccountEvents.settingsChanged, ({ accountId }: AccountSettingsChanged): TeamReads => ({
    accountId,
    changesAccount: true,
  }))
  settingsChanged(@Payload() event: AccountSettingsChanged, @State() state: TeamState, @Envelope() message: Message) {
    return decideSettingsChanged({ ...event, version: versionOf(message) }, state);
  }
}

function follow(event: UserEvent, state: TeamState, message: Message): Decision<Change> {
  const { accountId, userId, active, actor } = event;
  const released = message.type === UserEvents.released.type;
  return decidePersonChanged(
    { accountId, userId, version: versionOf(message), active, released },
    actor,
    state,
    new Date(),
  );
}

function versionOf({ aggregateVersion, type }: Message): number {
  if (aggregateVersion === undefined) throw new Error(`${type} without a version`);
  return aggregateVersion;
}

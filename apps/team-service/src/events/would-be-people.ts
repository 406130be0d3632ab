import { isMessageOf, Refusal, UserEvents, type Decision, type UserEvent } from '@rollcall/contracts';
import type { Message } from '@rollcall/messaging';
import { decidePersonChanged, decidePersonReassigned } from '../domain/follow-users.js';
import type { Change, TeamState } from '../domain/team-state.js';
import type { TeamReads } from '../reads.js';

/**
 * Follows events that commands of the same dry run would raise in user-service (ADR 0072). Creations too: those people are nowhere, so
 * that nobody can be asked about them.
 */
export const wouldBePeople = {
  readsOf(message: Message): TeamReads {
    const { accountId, userId } = eventOf(message);
    const { type } = message;
    const leaves = type === UserEvents.released.type || type === UserEvents.reassigned.type;
    return { accountId, ...(leaves ? { leaver: userId } : { person: userId }) };
  },

  decide(message: Message, state: TeamState): Decision<Change> {
    const { accountId, userId, active, actor } = eventOf(message);
    const { type, aggregateVersion: version = 0 } = message;
    const news = { accountId, userId, version, active, released: type === UserEvents.released.type };
    const now = new Date();
    if (type === UserEvents.reassigned.type) return decidePersonReassigned(news, actor, state, now);
    return decidePersonChanged(news, actor, { state, now, isForeseen: true });
  },
};

const isUserEvent = (message: Message): message is Message<UserEvent> =>
  Object.values(UserEvents).some((definition) => isMessageOf(definition, message));

/** @throws Refusal invalid-message for events about anything but users */
function eventOf(message: Message): UserEvent {
  if (isUserEvent(message)) return message.payload;
  throw new Refusal('invalid-message', { problems: [`${message.type} has no dry run here`] });
}

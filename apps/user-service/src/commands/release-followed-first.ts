import { isMessageOf, UserCommands, UserEvents, type Refusal, type UserEvent } from '@rollcall/contracts';
import { readAgain, type Message } from '@rollcall/messaging';
import type { Again } from '@rollcall/persistence';

/**
 * In a dry run of several commands nobody is told of a release before the released user comes back (ADR 0049): the next attempt says
 * that team-service was, and those who are asked about teams get the release as an event.
 */
export function releaseFollowedFirst(message: Message, { code, facts }: Refusal): Again | undefined {
  if (code !== 'release-not-followed' || !isMessageOf(UserCommands.create, message)) return undefined;
  const { accountId, payload } = message;
  const [userId, version] = [String(facts.userId), Number(facts.version)];
  const person = { accountId, userId, userType: 'member', active: false };
  const released: UserEvent = { ...person, managedBy: 'workspace', changed: [], actor: payload.actor };
  return {
    message: readAgain({ ...message, payload: { ...payload, toldRelease: { userId, version } } }),
    events: [{ type: UserEvents.released.type, accountId, aggregateId: userId, version, payload: released }],
  };
}

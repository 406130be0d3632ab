import {
  LeaverEvents,
  PasswordLinkEvents,
  UserEvents,
  type EventDefinition,
  type LeaverEvent,
  type UserEvent,
} from '@rollcall/contracts';
import { word, type SentenceParts } from '../sentence-parts.js';
import { actOnPerson, detailOf, entryType, type EntryType, type Kept } from './define-type.js';

/** A reason may repeat what the directory asked for, which may be any text. */
const withoutClientText = (reason: string | undefined) =>
  reason?.replace(/userType .* is unknown: fell back/s, 'the userType that was asked for is unknown: fell back');

const kept = ({ actor, userId, userType, active, managedBy, changed, reason, kept: stayed }: UserEvent): Kept => ({
  actor,
  subject: { kind: 'user', id: userId },
  detail: detailOf({ changed, userType, active, managedBy, reason: withoutClientText(reason), kept: stayed }),
});

const user = (definition: EventDefinition<UserEvent>, says: (parts: SentenceParts) => string): EntryType =>
  entryType(definition, kept, (parts) => {
    const reason = word(parts.detail, 'reason');
    const stayed = word(parts.detail, 'kept');
    return [says(parts), reason && `: ${reason}`, stayed && `; kept as stored: ${stayed}`].join('');
  });

const leaver = (definition: EventDefinition<LeaverEvent>, says: (parts: SentenceParts) => string): EntryType =>
  actOnPerson(definition, ({ leaving }) => ({ leaving }), says);

/** What happens to people. */
export const userTypes: readonly EntryType[] = [
  user(UserEvents.created, ({ who, whom }) => `${who} created ${whom}`),
  user(UserEvents.adopted, ({ who, whom }) => `${who} adopted ${whom}, who was made in the product`),
  user(UserEvents.restored, ({ who, whom }) => `${who} restored ${whom}`),
  user(UserEvents.updated, ({ who, whom, detail }) => `${who} changed ${word(detail, 'changed')} of ${whom}`),
  user(UserEvents.typeChanged, ({ who, whom, detail }) => `${who} made ${whom} a ${word(detail, 'userType')}`),
  user(UserEvents.deactivated, ({ who, whom }) => `${who} made ${whom} inactive`),
  user(UserEvents.reactivated, ({ who, whom }) => `${who} made ${whom} active again`),
  actOnPerson(
    PasswordLinkEvents.made,
    ({ expiresAt }) => ({ expiresAt }),
    ({ who, whom }) => `${who} made a link with which ${whom} can set a password`,
  ),
  actOnPerson(
    PasswordLinkEvents.withdrawn,
    () => ({}),
    ({ who, whom }) => `${who} withdrew the link with which ${whom} could set a password`,
  ),
  user(UserEvents.handedOver, ({ who, whom }) => `${who} handed ${whom} over to the directory`),
  user(UserEvents.reassigned, ({ who, whom }) => `${who} gave the place of ${whom} to another person`),
  user(UserEvents.handedBack, ({ who, whom }) => `${who} handed ${whom} back to the workspace`),
  user(UserEvents.released, ({ who, whom }) => `${who} deleted ${whom} from the directory`),
  user(UserEvents.erased, ({ who, whom }) => `${who} erased ${whom}`),
  leaver(
    LeaverEvents.personHeld,
    ({ who, whom, detail }) =>
      `${who} asked that ${whom} leaves (${word(detail, 'leaving')}). That is over the account's limit: ${whom} stays active until an admin decides`,
  ),
  leaver(LeaverEvents.personStays, ({ who, whom }) => `${who} sent ${whom} as active again: nobody waits any more`),
];

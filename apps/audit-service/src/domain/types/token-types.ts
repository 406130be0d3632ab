import { TokenEvents, type EventDefinition, type TokenEvent } from '@rollcall/contracts';
import { word, type Told } from '../told.js';
import { detailOf, entryType, type EntryType } from './define-type.js';

const token = <Event extends TokenEvent>(
  definition: EventDefinition<Event>,
  details: (event: Event) => Readonly<Record<string, unknown>>,
  says: (told: Told) => string,
): EntryType =>
  entryType(
    definition,
    (event) => ({
      actor: event.actor,
      subject: { kind: 'token', id: event.tokenId },
      also: [event.creatorId],
      detail: detailOf(details(event)),
    }),
    says,
  );

/** What happens to SCIM tokens. */
export const tokenTypes: readonly EntryType[] = [
  token(
    TokenEvents.created,
    () => ({}),
    ({ who, whom, others }) => `${who} made ${whom} for ${others}`,
  ),
  token(
    TokenEvents.revoked,
    ({ reason }) => ({ reason }),
    ({ who, whom, detail }) => `${who} revoked ${whom}: ${word(detail, 'reason')}`,
  ),
  token(
    TokenEvents.endsSoon,
    ({ expiresAt }) => ({ expiresAt }),
    ({ whom, detail }) => `${capital(whom)} ends on ${word(detail, 'expiresAt').slice(0, 10)}`,
  ),
  token(
    TokenEvents.expired,
    ({ expiresAt }) => ({ expiresAt }),
    ({ whom }) => `${capital(whom)} expired`,
  ),
];

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

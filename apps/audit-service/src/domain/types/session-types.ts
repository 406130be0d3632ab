import { SessionEvents } from '@rollcall/contracts';
import { word } from '../sentence-parts.js';
import { detailOf, entryType, type EntryType } from './define-type.js';

const person = (userId: string) => ({ subject: { kind: 'user', id: userId } }) as const;
const herself = (userId: string) => ({ actor: { kind: 'person', id: userId }, ...person(userId) }) as const;

/** Signing in and out. */
export const sessionTypes: readonly EntryType[] = [
  entryType(
    SessionEvents.started,
    ({ userId, sessionId }) => ({ ...herself(userId), detail: { sessionId } }),
    ({ whom }) => `${whom} signed in`,
  ),
  entryType(
    SessionEvents.ended,
    ({ userId, sessionId, why, actor }) => ({ actor, ...person(userId), detail: { sessionId, why } }),
    ({ who, whom, actor, detail }) =>
      `${actor ? `${who} ended` : 'There ended'} a session of ${whom}: ${word(detail, 'why')}`,
  ),
  entryType(
    SessionEvents.refused,
    ({ userId, why, standsFor }) => ({
      ...person(userId),
      outcome: 'refused',
      code: why,
      detail: detailOf({ standsFor }),
    }),
    ({ whom, code, detail }) => {
      const times = word(detail, 'standsFor');
      return `Somebody tried to sign in as ${whom}${times ? ` ${times} times` : ''}, and was refused: ${code ?? ''}`;
    },
  ),
];

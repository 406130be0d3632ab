import { TokenEvents, type TokenEvent } from '@rollcall/contracts';
import { word } from '../sentence-parts.js';
import { actsOn, type EntryType } from './define-type.js';

const token = actsOn<TokenEvent>(({ tokenId, creatorId }) => ({
  subject: { kind: 'token', id: tokenId },
  also: [creatorId],
}));

/** What happens to tokens. */
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

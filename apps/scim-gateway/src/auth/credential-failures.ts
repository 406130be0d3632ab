import type { RefusalFacts, RefusedToken } from '@rollcall/contracts';
import { Failure } from '@rollcall/gateway-kit';
import { providerOf } from '../errors/provider.js';
import { closingSentence } from '../errors/refusal-table.js';

const newToken = (speaker: string | undefined) =>
  `An admin of the account generates one under Admin › Security › SCIM; enter it in ${providerOf(speaker).name ?? 'the identity provider'}.`;

interface ChallengeOptions {
  readonly isToken?: boolean;
  readonly withoutCredential?: boolean;
  /** For the record: no answer has them. */
  readonly facts?: RefusalFacts;
}

/**
 * The 401 of a refused request: its detail says why (rule 18), and `WWW-Authenticate` which credential is needed (RFC
 * 6750).
 */
function unauthorized(
  code: string,
  detail: string,
  { isToken = true, withoutCredential = true, facts = {} }: ChallengeOptions = {},
): Failure {
  const challenge = 'Bearer realm="Rollcall SCIM"';
  const description = `${challenge}, error="invalid_token", error_description="${challengeText(detail)}"`;
  const headers = { 'www-authenticate': isToken ? description : challenge };
  return new Failure(code, { status: 401, detail, headers, withoutCredential, facts });
}

/** RFC 6750 §3 allows printable ASCII only, without quotation marks. */
function challengeText(detail: string): string {
  return detail.replaceAll('›', '>').replaceAll(/[^\x20-\x7e]|["\\]/g, '');
}

/** Where no token can be read: nothing but the request's User-Agent says who speaks. */
const unread = {
  missing: (speaker: string | undefined) =>
    unauthorized('token-missing', `The request has no SCIM token. ${newToken(speaker)}`, { isToken: false }),
  basic: (speaker: string | undefined) =>
    unauthorized(
      'token-missing',
      `User name and password are not accepted here; choose "HTTP Header" as authentication mode and enter a SCIM token. ${newToken(speaker)}`,
      { isToken: false },
    ),
  malformed: () =>
    unauthorized(
      'token-malformed',
      'This is no SCIM token, or not all of it: its check characters do not fit. Copy the whole token (it begins with rollcall_scim_, an older one with scim_) and enter it again.',
    ),
} as const;

/** @param speaker the User-Agent of the request */
export const credentialFailure = (kind: keyof typeof unread, speaker: string | undefined): Failure =>
  unread[kind](speaker);

const reasons = {
  unknown: 'This SCIM token is not known. Copy it again from where it was generated, or use a new one.',
  expired: 'This SCIM token has expired',
  revoked: 'This SCIM token was revoked by an admin',
  'creator-deactivated': 'This SCIM token was revoked because the admin who generated it was deactivated',
  'creator-not-admin': 'This SCIM token was revoked because the user who generated it is no longer an admin',
  'creator-released': 'This SCIM token was revoked because the admin who generated it was deleted',
} as const;

/**
 * The answer to a token that token-service refuses. Where its account is being closed it is 403: the token is a good one, and another
 * would not help.
 * @param userAgent of the request, where the token does not say whose words the sentence has (rule 21)
 * @param claimedAccount which account an unknown token names: for the record, and in no answer
 */
export function refusedToken(
  { why, since, provider }: RefusedToken,
  userAgent: string | undefined,
  claimedAccount?: string,
): Failure {
  const speaker = provider ?? userAgent;
  if (why === 'account-closing') return new Failure(why, { status: 403, detail: closingSentence(providerOf(speaker)) });
  if (why === 'unknown') {
    const facts: RefusalFacts = claimedAccount === undefined ? {} : { claimedAccount };
    return unauthorized('token-unknown', `${reasons.unknown} ${newToken(speaker)}`, { facts });
  }
  const when = since === undefined ? '' : ` (${since.slice(0, 10)})`;
  const detail = `${reasons[why]}${when}. ${newToken(speaker)}`;
  return unauthorized(why === 'expired' ? 'token-expired' : 'token-revoked', detail, { withoutCredential: false });
}

/** The answer when token-service could not be asked: never 401, and the request is not admitted (rule 19). */
export const tokenNotChecked = new Failure('token-not-checked', {
  status: 429,
  detail:
    'The SCIM token could not be checked at the moment; that says nothing about it. Nothing was changed; send the request again.',
  retryAfterS: 5,
});

/** The answer to a token that nothing vouches for, before it is checked: it may be a good one. */
export function tooManyBadTokens(retryAfterS: number): Failure {
  const detail =
    'Too many requests with unknown SCIM tokens of the old form are under way, or came from this address, so this one was not checked. Nothing was changed; send it again, or use a new token, which is never refused for that.';
  return new Failure('bad-token-limit', { status: 429, detail, retryAfterS, withoutCredential: true });
}

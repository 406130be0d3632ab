import type { TokenBrief, TokenPurpose, TokenVerdictCode } from '@rollcall/contracts';
import { whatDid, type Finding } from './finding.js';
import type { PastEntry } from './history.js';
import { deed, moment, type NamesAndMakers } from './words.js';

/** What the log knows of a token, newest first. */
export interface TokenHistory {
  readonly token: readonly PastEntry[];
  /** The last request that was refused because of it. */
  readonly refused?: PastEntry;
}

const verdictOf: Readonly<Record<TokenBrief['state'], TokenVerdictCode>> = {
  working: 'works',
  revoked: 'revoked-by-hand',
  'creator-deactivated': 'revoked-with-its-maker',
  'creator-not-admin': 'revoked-with-its-maker',
  'creator-released': 'revoked-with-its-maker',
  expired: 'expired',
  // A token that is somebody's is never unknown; if it comes all the same, nobody is let in with it.
  unknown: 'revoked-by-hand',
};

/** Explains why a token works, or is answered with 401 (rule 18). */
export function explainToken(
  { state, endedAt }: TokenBrief,
  { token, refused }: TokenHistory,
): Finding<TokenVerdictCode> {
  const verdict = verdictOf[state];
  const types = verdict === 'works' ? ['token.created'] : ['token.revoked', 'token.expired'];
  const entry = token.find(({ type }) => types.includes(type));
  return {
    ...(entry ? whatDid(entry) : { since: endedAt }),
    verdict,
    reason: state,
    ...(refused ? { others: [refused] } : {}),
  };
}

export interface TokenWords {
  readonly token: string;
  readonly purpose: TokenPurpose;
  readonly maker: string;
  readonly finding: Finding<TokenVerdictCode>;
  readonly names: NamesAndMakers;
}

const newToken: Readonly<Record<TokenPurpose, string>> = {
  scim: 'As an admin, make a new token under SCIM in the product, and enter it in your identity provider in place of this one.',
  audit:
    'As an admin, make a new audit token (POST /api/audit/tokens), and give it to what reads the log in place of this one.',
};

/** What became of the maker. */
const makerIs: Readonly<Record<string, string>> = {
  'creator-deactivated': 'was made inactive',
  'creator-not-admin': 'is no admin any more',
  'creator-released': 'was deleted from this account',
};

interface Row {
  readonly says: (words: TokenWords) => string;
  readonly todo?: typeof newToken;
}

const rows: Readonly<Record<TokenVerdictCode, Row>> = {
  works: {
    says: ({ token, finding, names }) => `The ${token} works: made${deed(finding, names)}.${refusals(finding)}`,
  },
  'revoked-by-hand': {
    says: ({ token, finding, names }) =>
      `The ${token} is answered with 401 because it was revoked${deed(finding, names)}.${refusals(finding)}`,
    todo: newToken,
  },
  'revoked-with-its-maker': {
    says: ({ token, maker, finding }) =>
      `The ${token} is answered with 401 because ${maker}, who made it, ${makerIs[finding.reason ?? ''] ?? 'has left'}: a token works only while its maker is an active admin, and ended for good${endOf(finding)}.${refusals(finding)}`,
    todo: newToken,
  },
  expired: {
    says: ({ token, finding }) =>
      `The ${token} is answered with 401 because its time was over${endOf(finding)}.${refusals(finding)}`,
    todo: newToken,
  },
};

const endOf = ({ since, entry }: Finding<string>) =>
  `${since === undefined ? '' : ` on ${moment(since)}`}${entry?.requestId === undefined ? '' : ` (request ${entry.requestId})`}`;

function refusals({ others = [] }: Finding<string>): string {
  const [last] = others;
  const from = last?.address === undefined ? '' : ` from ${last.address}`;
  return last ? ` It was last refused on ${moment(last.at)}${from} (request ${last.requestId ?? last.id}).` : '';
}

/** Why a token works, or does not, for people. */
export function tokenSentence(words: TokenWords): { readonly sentence: string; readonly todo?: string } {
  const { says, todo } = rows[words.finding.verdict];
  return { sentence: says(words), ...(todo === undefined ? {} : { todo: todo[words.purpose] }) };
}

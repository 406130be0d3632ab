import type { TokenView } from '../tokens/token-views.js';
import type { NoticeKind, NoticeView } from './notices.js';

/** What a notice of each kind is about. */
export const noticeSubjects: Readonly<Record<NoticeKind, 'account' | 'person' | 'team' | 'token'>> = {
  'leavers-held': 'account',
  'takeover-waiting': 'team',
  'run-held': 'team',
  'token-ended': 'token',
  'token-ending': 'token',
  'admin-made-by-directory': 'person',
  'admin-password-by-directory': 'person',
};

/** What the sentence of a notice is made of: kind, subject and state are stored, names and numbers are those of now. */
export interface NoticeNames {
  /** The userName of a person; undefined where nobody knows it any more. */
  readonly person: (userId: string) => string | undefined;
  /** Names of teams by their ids; deleted ones are left out. */
  readonly teams: ReadonlyMap<string, string>;
  readonly tokens: ReadonlyMap<string, Pick<TokenView, 'name' | 'state' | 'expiresAt' | 'purpose'>>;
  readonly heldLeavers: number;
}

type About = Pick<NoticeView, 'kind' | 'subjectId' | 'state'>;

interface NoticeWords {
  readonly link: (notice: About, tokens: NoticeNames['tokens']) => string;
  readonly page: (notice: About) => string;
  readonly sentence: (names: NoticeNames, notice: About) => string;
}

const personOf = ({ person }: NoticeNames, { subjectId }: About) =>
  person(subjectId) ?? 'somebody who is not known any more';
const personAt = ({ subjectId }: About) => `/api/users/${subjectId}`;
const isForAudit = (token: Pick<TokenView, 'purpose'> | undefined) => token?.purpose === 'audit';
const tokensAt: NoticeWords['link'] = ({ subjectId }, tokens) =>
  isForAudit(tokens.get(subjectId)) ? '/api/audit/tokens' : '/api/scim/tokens';

function teamOf({ teams }: NoticeNames, { subjectId }: About): string {
  const name = teams.get(subjectId);
  return name === undefined ? 'a team that is deleted' : `the team "${name}"`;
}

const nameOf = (token: Pick<TokenView, 'name' | 'purpose'> | undefined) =>
  token ? `${isForAudit(token) ? 'audit' : 'SCIM'} token "${token.name}"` : 'SCIM token that is not known any more';

const enterIt = (token: Pick<TokenView, 'purpose'> | undefined) =>
  isForAudit(token) ? 'give it to what reads the audit log' : 'enter it in the identity provider';

const deaths: Readonly<Record<string, string>> = {
  revoked: 'was revoked by an admin',
  expired: 'has expired',
  'creator-deactivated': 'died when the admin who made it was deactivated',
  'creator-not-admin': 'died when the person who made it stopped being an admin',
  'creator-released': 'died when the admin who made it was deleted',
};

/** Why a token works no more, as the end of a sentence about it. */
export const deathOf = (token: Pick<TokenView, 'state'> | undefined): string =>
  deaths[token?.state ?? ''] ?? 'works no more';

const words: Readonly<Record<NoticeKind, NoticeWords>> = {
  'leavers-held': {
    link: () => '/api/leavers',
    page: () => '/leavers',
    sentence: ({ heldLeavers }, { state }) =>
      state === 'ended'
        ? 'The identity provider asked to make more people inactive within ten minutes than happens without an admin; nobody of them waits any more.'
        : `The identity provider asks to make more people inactive within ten minutes than happens without an admin. ${heldLeavers === 1 ? 'One person waits' : `${heldLeavers} people wait`}. Approve, and they become inactive at once; decline, and they stay active. Look first whether an assignment was removed there by mistake.`,
  },
  'takeover-waiting': {
    link: () => '/api/takeovers?state=waiting',
    page: () => '/takeovers?state=waiting',
    sentence: (names, notice) =>
      notice.state === 'ended'
        ? `The identity provider pushed a group that would have taken over ${teamOf(names, notice)}; it does not wait any more.`
        : `The identity provider pushed a group that would take over ${teamOf(names, notice)}, and nothing has changed yet: look who would gain and lose access, then allow or decline.`,
  },
  'run-held': {
    link: ({ subjectId }) => `/api/reconciler/teams/${subjectId}/drift`,
    page: ({ subjectId }) => `/teams/${subjectId}?tab=drift`,
    sentence: (names, notice) =>
      notice.state === 'ended'
        ? `Removals from ${teamOf(names, notice)} waited for an admin, and do not any more. What happened is on the team's page, and in the list of the reconciler's runs.`
        : `Members of ${teamOf(names, notice)} are not in its group in the identity provider, and there are too many of them to remove without an admin. Nobody has lost access: look who would go, then approve, or add them to the group there.`,
  },
  'token-ended': {
    link: tokensAt,
    page: () => '/provisioning',
    sentence: ({ tokens }, { subjectId }) => {
      const token = tokens.get(subjectId);
      const useless = isForAudit(token) ? 'read' : 'send';
      return `The ${nameOf(token)} ${deathOf(token)}. Whatever uses it can ${useless} nothing here: generate a new one, and ${enterIt(token)}, unless it has one already.`;
    },
  },
  'token-ending': {
    link: tokensAt,
    page: () => '/provisioning',
    sentence: ({ tokens }, { subjectId }) => {
      const token = tokens.get(subjectId);
      if (token?.state !== 'working') return `The ${nameOf(token)} was about to end; it ${deathOf(token)}.`;
      return `The ${nameOf(token)} ends on ${token.expiresAt.slice(0, 10)}. Generate a new one before, and ${enterIt(token)}.`;
    },
  },
  'admin-made-by-directory': {
    link: personAt,
    page: ({ subjectId }) => `/people/${subjectId}`,
    sentence: (names, notice) =>
      `The identity provider made ${personOf(names, notice)} an admin. If nobody meant that, change the userType there.`,
  },
  'admin-password-by-directory': {
    link: personAt,
    page: ({ subjectId }) => `/people/${subjectId}`,
    sentence: (names, notice) =>
      `The identity provider changed the password of the admin ${personOf(names, notice)}. If nobody meant that, look there who did it. With the setting passwordSync off, no password is taken from there.`,
  },
};

/** What a notice says, wherever it is read: in the list of notices, in mail, by a webhook. Names are not kept with it. */
export const noticeSentence = (notice: About, names: NoticeNames): string => words[notice.kind].sentence(names, notice);

/** The address of the workspace API where what a notice is about can be looked at. */
export const noticeLink = (notice: About, { tokens }: Pick<NoticeNames, 'tokens'>): string =>
  words[notice.kind].link(notice, tokens);

/** The page of the console where it is, from the console's address. */
export const noticePage = (notice: About): string => words[notice.kind].page(notice);

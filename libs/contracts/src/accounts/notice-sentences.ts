import type { TokenView } from '../tokens/token-views.js';
import type { NoticeKind, NoticeOutcome, NoticeView } from './notices.js';

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

type About = Pick<NoticeView, 'kind' | 'subjectId' | 'state' | 'outcome'>;

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

/** What became of what waited, as the end of its sentence. */
type Ends = Readonly<Partial<Record<NoticeOutcome, string>>>;

const leavers: Ends = {
  approved: 'An admin approved: all who still waited became inactive.',
  declined: 'An admin declined: all who still waited stay active.',
  decided: 'Admins decided about them one by one, and nobody waits any more.',
  'not-needed':
    'Nobody waits any more: the identity provider made the last of them active again, or they became inactive in another way.',
};

const takeovers: Ends = {
  allowed:
    'An admin allowed it. The page Takeovers says whether the team has been taken over, or the group has to be pushed again first, within 24 hours.',
  declined: 'An admin declined it: the team stays as it was.',
  withdrawn: 'Before anybody decided, the group was deleted there: the team stays as it was.',
  lapsed:
    'Nobody decided for 14 days: the team stays as it was. If the group is pushed again, an admin is asked again.',
  'taken-over':
    'Before an admin decided, the setting teamTakeover was changed so that no admin is asked: a pushed group took the team over and replaced its members. An admin can undo that for 30 days, on the page Takeovers.',
  'team-deleted': 'Before anybody decided, the team was deleted.',
};

const runs: Ends = {
  approved: 'An admin approved: they are put out within seconds, or, if the reconciler is paused, when it resumes.',
  'put-right': 'Later they were fewer than the limit, and were put out without an admin.',
  'not-needed': 'Later the team and its group agreed again: nobody had to be put out.',
  'handed-back': 'An admin gave the team back to the workspace: the group puts nobody out any more.',
  'team-deleted': 'Before anybody decided, the team was deleted.',
};

const seen = 'An admin has seen this.';

const became = (ends: Ends, outcome: NoticeOutcome | undefined) => (outcome === undefined ? undefined : ends[outcome]);

const words: Readonly<Record<NoticeKind, NoticeWords>> = {
  'leavers-held': {
    link: () => '/api/leavers',
    page: () => '/leavers',
    sentence: ({ heldLeavers }, { state, outcome }) => {
      const asked =
        "The identity provider asked to make more people inactive within ten minutes than this account's limit allows.";
      if (state === 'ended')
        return `${asked} ${became(leavers, outcome) ?? 'Nobody of them waits any more: the log says what became of them.'}`;
      const who =
        heldLeavers === 1
          ? 'One person is over the limit: still active, and waits for an admin.'
          : `${heldLeavers} people are over the limit: they are still active, and wait for an admin.`;
      return `${asked} ${who} Approve, and they become inactive at once; decline, and they stay active. Look first whether an assignment was removed there by mistake.`;
    },
  },
  'takeover-waiting': {
    link: () => '/api/takeovers?state=waiting',
    page: () => '/takeovers?state=waiting',
    sentence: (names, notice) =>
      notice.state === 'ended'
        ? `The identity provider pushed a group to take over ${teamOf(names, notice)}. ${became(takeovers, notice.outcome) ?? 'It does not wait any more: the page Takeovers says what became of it.'}`
        : `The identity provider pushed a group to take over ${teamOf(names, notice)}: the team would then have the members of the group, and nobody else. Nothing has changed yet. Look who would gain and who would lose access, then allow or decline it.`,
  },
  'run-held': {
    link: ({ subjectId }) => `/api/reconciler/teams/${subjectId}/drift`,
    page: ({ subjectId }) => `/teams/${subjectId}?tab=drift`,
    sentence: (names, notice) =>
      notice.state === 'ended'
        ? `Many members of ${teamOf(names, notice)} were not in its group in the identity provider: more than the limit for putting people out at once, so an admin was asked. ${became(runs, notice.outcome) ?? "It does not wait any more: what happened is on the team's page, and in the list of the reconciler's runs."}`
        : `Many members of ${teamOf(names, notice)} are not in its group in the identity provider: more than the limit for putting people out at once, so an admin has to decide. Nobody has lost access yet. Look who would be put out; then approve, or add them to the group there.`,
  },
  'token-ended': {
    link: tokensAt,
    page: () => '/provisioning',
    sentence: ({ tokens }, { subjectId, state }) => {
      const token = tokens.get(subjectId);
      const useless = isForAudit(token) ? 'read' : 'send';
      if (state === 'ended')
        return `The ${nameOf(token)} ${deathOf(token)}. ${seen} Whether another one works is on the page Provisioning.`;
      return `The ${nameOf(token)} ${deathOf(token)}. Whatever uses it can ${useless} nothing here: generate a new one, and ${enterIt(token)}, unless it has one already.`;
    },
  },
  'token-ending': {
    link: tokensAt,
    page: () => '/provisioning',
    sentence: ({ tokens }, { subjectId, state }) => {
      const token = tokens.get(subjectId);
      if (token?.state !== 'working')
        return `The ${nameOf(token)}, whose end was announced here, ${deathOf(token)}. What to do is on the page Provisioning.`;
      const end = `The ${nameOf(token)} ends on ${token.expiresAt.slice(0, 10)}.`;
      return state === 'ended' ? `${end} ${seen}` : `${end} Generate a new one before, and ${enterIt(token)}.`;
    },
  },
  'admin-made-by-directory': {
    link: personAt,
    page: ({ subjectId }) => `/people/${subjectId}`,
    sentence: (names, notice) =>
      `The identity provider made ${personOf(names, notice)} an admin. ${notice.state === 'ended' ? seen : 'If nobody meant that, set another userType there, such as member: then the person is no admin any more.'}`,
  },
  'admin-password-by-directory': {
    link: personAt,
    page: ({ subjectId }) => `/people/${subjectId}`,
    sentence: (names, notice) =>
      `The identity provider changed the password of ${personOf(names, notice)}, an admin. ${notice.state === 'ended' ? seen : 'If nobody meant that, somebody may be able to sign in as this admin: on the page of the person, sign them out everywhere and make a link for a new password. Then find out in the identity provider who did it. With passwordSync off, no password is taken from there any more.'}`,
  },
};

/** What a notice says, wherever it is read: in the list of notices, in mail, by a webhook. Names are not kept with it. */
export const noticeSentence = (notice: About, names: NoticeNames): string => words[notice.kind].sentence(names, notice);

/** The address of the workspace API where what a notice is about can be looked at. */
export const noticeLink = (notice: About, { tokens }: Pick<NoticeNames, 'tokens'>): string =>
  words[notice.kind].link(notice, tokens);

/** The page of the console where it is, from the console's address. */
export const noticePage = (notice: About): string => words[notice.kind].page(notice);

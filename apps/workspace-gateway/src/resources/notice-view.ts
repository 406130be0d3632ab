import type { NoticeKind, NoticeView, TokenView } from '@rollcall/contracts';
import type { AnswerOf } from '../contract/define-route.js';
import type { acknowledgeNotice } from '../contract/notice-routes.js';
import { isAboutPerson, type NoticeNames } from './notice-names.js';
import { deathOf } from './scim-status.js';

export type Notice = AnswerOf<typeof acknowledgeNotice>;

interface NoticeWords {
  readonly link: (notice: NoticeView) => string;
  readonly sentence: (names: NoticeNames, notice: NoticeView) => string;
}

const personOf = ({ people }: NoticeNames, { subjectId }: NoticeView) =>
  people.person(subjectId)?.userName ?? 'somebody who is not known any more';
const personAt = ({ subjectId }: NoticeView) => `/api/users/${subjectId}`;
const tokensAt = () => '/api/scim/tokens';

function teamOf({ teams }: NoticeNames, { subjectId }: NoticeView): string {
  const name = teams.get(subjectId);
  return name === undefined ? 'a team that is deleted' : `the team "${name}"`;
}

const nameOf = (token: TokenView | undefined) => (token ? `"${token.name}"` : 'that is not known any more');

/** Sentences are made when a notice is read: names are not kept with it, and numbers are those of now. */
const words: Readonly<Record<NoticeKind, NoticeWords>> = {
  'leavers-held': {
    link: () => '/api/leavers',
    sentence: ({ heldLeavers }, { state }) =>
      state === 'ended'
        ? 'The identity provider wanted more people to leave than the workspace lets go by itself; all of it is decided.'
        : `The identity provider wants more people to leave than the workspace lets go by itself. ${heldLeavers === 1 ? 'One is' : `${heldLeavers} are`} held: approve or decline.`,
  },
  'takeover-waiting': {
    link: () => '/api/takeovers?state=waiting',
    sentence: (names, notice) =>
      notice.state === 'ended'
        ? `The identity provider wanted to take over ${teamOf(names, notice)}; that does not wait any more.`
        : `The identity provider wants to take over ${teamOf(names, notice)}: allow or decline.`,
  },
  'run-held': {
    link: ({ subjectId }) => `/api/reconciler/teams/${subjectId}/drift`,
    sentence: (names, notice) =>
      notice.state === 'ended'
        ? `The reconciler held changes of ${teamOf(names, notice)}; it does not any more.`
        : `The reconciler holds changes of ${teamOf(names, notice)}: look at them, and let them happen.`,
  },
  'token-ended': {
    link: tokensAt,
    sentence: ({ tokens }, { subjectId }) => {
      const token = tokens.get(subjectId);
      return `The SCIM token ${nameOf(token)} ${deathOf(token)}. Generate a new one, and enter it in the identity provider, unless it has one already.`;
    },
  },
  'token-ending': {
    link: tokensAt,
    sentence: ({ tokens }, { subjectId }) => {
      const token = tokens.get(subjectId);
      if (token?.state !== 'working') return `The SCIM token ${nameOf(token)} was about to end; it ${deathOf(token)}.`;
      return `The SCIM token ${nameOf(token)} ends on ${token.expiresAt.slice(0, 10)}. Generate a new one before, and enter it in the identity provider.`;
    },
  },
  'admin-made-by-directory': {
    link: personAt,
    sentence: (names, notice) => `The identity provider made ${personOf(names, notice)} an admin.`,
  },
  'admin-password-by-directory': {
    link: personAt,
    sentence: (names, notice) => `The identity provider changed the password of the admin ${personOf(names, notice)}.`,
  },
};

/** A notice as this API shows it. */
export function noticeOf(notice: NoticeView, names: NoticeNames): Notice {
  const { people } = names;
  const { id, kind, since, state, subjectId, endedAt, acknowledgedBy, acknowledgedAt } = notice;
  const person = isAboutPerson(notice) ? people.person(subjectId) : undefined;
  return {
    id,
    kind,
    since,
    sentence: words[kind].sentence(names, notice),
    link: words[kind].link(notice),
    state,
    ...(endedAt === undefined ? {} : { endedAt }),
    ...(person ? { person } : {}),
    ...(acknowledgedBy ? { acknowledgedBy: people.actor(acknowledgedBy) } : {}),
    ...(acknowledgedAt === undefined ? {} : { acknowledgedAt }),
  };
}

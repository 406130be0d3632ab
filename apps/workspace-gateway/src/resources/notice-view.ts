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
        ? 'The identity provider wanted more people to leave within ten minutes than the workspace lets go without an admin; all of it is decided.'
        : `The identity provider wants more people to leave within ten minutes than the workspace lets go without an admin. ${heldLeavers === 1 ? 'One person stays' : `${heldLeavers} people stay`} active until you approve or decline: look who they are first.`,
  },
  'takeover-waiting': {
    link: () => '/api/takeovers?state=waiting',
    sentence: (names, notice) =>
      notice.state === 'ended'
        ? `The identity provider pushed a group that would have taken over ${teamOf(names, notice)}; it does not wait any more.`
        : `The identity provider pushed a group that would take over ${teamOf(names, notice)}, and nothing has changed yet: look who would gain and lose access, then allow or decline.`,
  },
  'run-held': {
    link: ({ subjectId }) => `/api/reconciler/teams/${subjectId}/drift`,
    sentence: (names, notice) =>
      notice.state === 'ended'
        ? `The reconciler waited with changes of ${teamOf(names, notice)}; it does not any more.`
        : `More members of ${teamOf(names, notice)} would be put out than the reconciler puts out by itself, so it waits and nobody has lost access: look who would go, then let it happen, or put the team right.`,
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

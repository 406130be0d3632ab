import type { NoticeKind, NoticeView } from '@rollcall/contracts';
import type { AnswerOf } from '../contract/define-route.js';
import type { acknowledgeNotice } from '../contract/notice-routes.js';
import type { Person } from '../contract/shapes.js';
import type { UserBriefs } from './user-briefs.js';

export type Notice = AnswerOf<typeof acknowledgeNotice>;

interface Told {
  readonly person: Person | undefined;
  readonly heldLeavers: number;
}

interface NoticeWords {
  readonly link: (notice: NoticeView) => string;
  readonly sentence: (told: Told, notice: NoticeView) => string;
}

const nameOf = ({ person }: Told) => person?.userName ?? 'somebody who is not known any more';
const personAt = ({ subjectId }: NoticeView) => `/api/users/${subjectId}`;

/** Sentences are made when a notice is read: names are not kept with it, and numbers are those of now. */
const words: Readonly<Record<NoticeKind, NoticeWords>> = {
  'leavers-held': {
    link: () => '/api/leavers',
    sentence: ({ heldLeavers }, { state }) =>
      state === 'ended'
        ? 'The identity provider wanted more people to leave than the workspace lets go by itself; all of it is decided.'
        : `The identity provider wants more people to leave than the workspace lets go by itself. ${heldLeavers === 1 ? 'One is' : `${heldLeavers} are`} held: approve or decline.`,
  },
  'admin-made-by-directory': {
    link: personAt,
    sentence: (told) => `The identity provider made ${nameOf(told)} an admin.`,
  },
  'admin-password-by-directory': {
    link: personAt,
    sentence: (told) => `The identity provider changed the password of the admin ${nameOf(told)}.`,
  },
};

/** Kinds that are about a person. */
export const isAboutPerson = ({ kind }: Pick<NoticeView, 'kind'>): boolean => kind !== 'leavers-held';

/** A notice as this API shows it. */
export function noticeOf(notice: NoticeView, people: UserBriefs, heldLeavers: number): Notice {
  const { id, kind, since, state, subjectId, endedAt, acknowledgedBy, acknowledgedAt } = notice;
  const person = isAboutPerson(notice) ? people.person(subjectId) : undefined;
  return {
    id,
    kind,
    since,
    sentence: words[kind].sentence({ person, heldLeavers }, notice),
    link: words[kind].link(notice),
    state,
    ...(endedAt === undefined ? {} : { endedAt }),
    ...(person ? { person } : {}),
    ...(acknowledgedBy ? { acknowledgedBy: people.actor(acknowledgedBy) } : {}),
    ...(acknowledgedAt === undefined ? {} : { acknowledgedAt }),
  };
}

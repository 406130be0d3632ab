import { noticeLink, noticeSentence, type NoticeView } from '@rollcall/contracts';
import type { AnswerOf } from '../contract/define-route.js';
import type { acknowledgeNotice } from '../contract/notice-routes.js';
import { isAboutPerson, type NamesOfPage } from './notice-names.js';

export type Notice = AnswerOf<typeof acknowledgeNotice>;

/** A notice as this API shows it. */
export function noticeOf(notice: NoticeView, { people, ...names }: NamesOfPage): Notice {
  const { id, kind, since, state, subjectId, endedAt, outcome, acknowledgedBy, acknowledgedAt } = notice;
  const person = isAboutPerson(notice) ? people.person(subjectId) : undefined;
  return {
    id,
    kind,
    since,
    sentence: noticeSentence(notice, { ...names, person: (userId) => people.person(userId)?.userName }),
    link: noticeLink(notice, names),
    state,
    ...(endedAt === undefined ? {} : { endedAt }),
    ...(outcome === undefined ? {} : { outcome }),
    ...(person ? { person } : {}),
    ...(acknowledgedBy ? { acknowledgedBy: people.actor(acknowledgedBy) } : {}),
    ...(acknowledgedAt === undefined ? {} : { acknowledgedAt }),
  };
}

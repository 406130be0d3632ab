import { noticeLink, noticeSentence, noticeSubjects, purposeOf, type NoticeView } from '@rollcall/contracts';
import type { AnswerOf } from '../contract/define-route.js';
import type { acknowledgeNotice } from '../contract/notice-routes.js';
import { isAboutPerson, type NamesOfPage } from './notice-names.js';
import { namedTeam } from './reconciler-view.js';

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
    facts: factsOf(notice, names),
    link: noticeLink(notice, names),
    state,
    ...(endedAt === undefined ? {} : { endedAt }),
    ...(outcome === undefined ? {} : { outcome }),
    ...(person ? { person } : {}),
    ...(acknowledgedBy ? { acknowledgedBy: people.actor(acknowledgedBy) } : {}),
    ...(acknowledgedAt === undefined ? {} : { acknowledgedAt }),
  };
}

/** What else the sentence is made of, for readers in other languages. */
function factsOf(
  { kind, subjectId, state }: NoticeView,
  { teams, tokens, heldLeavers }: Omit<NamesOfPage, 'people'>,
): Notice['facts'] {
  switch (noticeSubjects[kind]) {
    case 'account':
      return state === 'waiting' ? { count: heldLeavers } : {};
    case 'team':
      return { team: namedTeam(subjectId, teams) };
    case 'token': {
      const token = tokens.get(subjectId);
      if (!token) return {};
      const { name, state: tokenState, expiresAt } = token;
      return { token: { id: subjectId, name, state: tokenState, expiresAt, purpose: purposeOf(token) } };
    }
    case 'person':
      return {};
  }
}

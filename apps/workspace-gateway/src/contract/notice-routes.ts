import {
  Described,
  MayBeAbsent,
  noticeKinds,
  noticeOutcomes,
  noticeStates,
  type NoticeKind,
  type NoticeOutcome,
  type NoticeState,
} from '@rollcall/contracts';
import { IsIn, IsString } from 'class-validator';
import { Id, Nested, Time } from './decorators.js';
import { defineRoute } from './define-route.js';
import { Actor, pageOf, Paging, Person } from './shapes.js';

const tag = 'SCIM';

class NoticeId {
  @Id() noticeId: string;
}

class Notice {
  @Id() id: string;
  @IsIn(noticeKinds) kind: NoticeKind;
  @Time() since: string;
  @Described('What has happened, or waits for whom.') @IsString() sentence: string;
  @Described('The address of this API where it can be looked at.') @IsString() link: string;
  @Described('waiting, until what it is about is done, or, where it only tells, until it is acknowledged.')
  @IsIn(noticeStates)
  state: NoticeState;
  @MayBeAbsent() @Time() endedAt?: string;
  @Described('What became of it. Absent while it waits, and of notices that ended before this was kept.')
  @MayBeAbsent()
  @IsIn(noticeOutcomes)
  outcome?: NoticeOutcome;
  @Described('Whom it is about.') @MayBeAbsent() @Nested(() => Person) person?: Person;
  @MayBeAbsent() @Nested(() => Actor) acknowledgedBy?: Actor;
  @MayBeAbsent() @Time() acknowledgedAt?: string;
}

class ListNotices extends Paging {
  @MayBeAbsent() @IsIn(noticeStates) state?: NoticeState;
}

class NoticePage extends pageOf(Notice) {}

export const listNotices = defineRoute({
  name: 'listNotices',
  method: 'GET',
  path: '/api/notices',
  tag,
  summary: 'What waits for an admin, and what happened that admins should know, newest first',
  about: 'Ended ones are kept for 90 days.',
  access: 'scim.read',
  query: ListNotices,
  status: [200],
  answer: NoticePage,
});

export const acknowledgeNotice = defineRoute({
  name: 'acknowledgeNotice',
  method: 'POST',
  path: '/api/notices/:noticeId/acknowledge',
  tag,
  summary: 'Say that you have seen a notice',
  about:
    'The first who does is named. One that only tells of something ends so; others wait until what they are about is done.',
  access: 'scim.manage',
  params: NoticeId,
  status: [200],
  answer: Notice,
  retryKey: true,
  dryRun: true,
  refusals: ['notice-not-found'],
});

export const noticeRoutes = [listNotices, acknowledgeNotice] as const;

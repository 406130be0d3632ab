import {
  Described,
  MayBeAbsent,
  Nested,
  noticeKinds,
  noticeOutcomes,
  noticeStates,
  tokenPurposes,
  tokenStates,
  type NoticeKind,
  type NoticeOutcome,
  type NoticeState,
  type TokenPurpose,
} from '@rollcall/contracts';
import { IsIn, IsInt, IsString } from 'class-validator';
import { Id, Time } from './decorators.js';
import { routesOf } from './define-route.js';
import { Actor, NamedTeam, pageOf, Paging, Person } from './shapes.js';

const defineRoute = routesOf('SCIM');

class NoticeId {
  @Id() noticeId: string;
}

class NoticeToken {
  @Id() id: string;
  @IsString() name: string;
  @IsIn(tokenStates) state: (typeof tokenStates)[number];
  @Time() expiresAt: string;
  @IsIn(tokenPurposes) purpose: TokenPurpose;
}

/** What its sentence is made of, as it is now. */
class NoticeFacts {
  @Described('leavers-held: how many people wait for an admin.') @MayBeAbsent() @IsInt() count?: number;
  @Described('takeover-waiting, run-held: the team; without a name where it is deleted.')
  @MayBeAbsent()
  @Nested(() => NamedTeam)
  team?: NamedTeam;
  @Described('token-ended, token-ending: the token; absent where it is not known any more.')
  @MayBeAbsent()
  @Nested(() => NoticeToken)
  token?: NoticeToken;
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
  @Nested(() => NoticeFacts) facts: NoticeFacts;
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
  summary: 'What waits for an admin, and what happened that admins should know, newest first',
  about: 'Ended ones are kept for 90 days.',
  access: 'scim.read',
  query: ListNotices,
  answer: NoticePage,
});

export const acknowledgeNotice = defineRoute({
  name: 'acknowledgeNotice',
  method: 'POST',
  path: '/api/notices/:noticeId/acknowledge',
  summary: 'Say that you have seen a notice',
  about:
    'The first who does is named. One that only tells of something ends so; others wait until what they are about is done.',
  access: 'scim.manage',
  params: NoticeId,
  answer: Notice,
  retryKey: true,
  dryRun: true,
  refusals: ['notice-not-found'],
});

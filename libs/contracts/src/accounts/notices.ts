import { IsDateString, IsIn, IsInt, IsOptional, IsUUID, Max, Min } from 'class-validator';
import { Actor, IsActor } from '../actor.js';
import { defineCommand, defineEvent } from '../define/message.js';
import { defineQuery } from '../define/query.js';
import { ListOf, Nested } from '../schema/nested.js';
import { Topics } from '../topics.js';
import { AccountEvent } from './account-messages.js';

/**
 * What waits for an admin. Some wait for something to be done, and end by themselves when it is; others tell of something that has happened, and end when
 * an admin acknowledges them.
 */
export const noticeKinds = [
  'leavers-held',
  'takeover-waiting',
  'run-held',
  'token-ended',
  'token-ending',
  'admin-made-by-directory',
  'admin-password-by-directory',
] as const;
export type NoticeKind = (typeof noticeKinds)[number];

/** Kinds that end by being acknowledged. */
export const kindsToAcknowledge: ReadonlySet<NoticeKind> = new Set([
  'token-ended',
  'token-ending',
  'admin-made-by-directory',
  'admin-password-by-directory',
]);

export const noticeStates = ['waiting', 'ended'] as const;
export type NoticeState = (typeof noticeStates)[number];

/**
 * What became of what waited. `decided`: admins decided about the people one by one. `put-right`: the reconciler did it without an admin, because few
 * were left. `handed-back`: the team is the workspace's again. `token-ended`: the token expired or was revoked. `seen`: an admin acknowledged it.
 */
export const noticeOutcomes = [
  'approved',
  'declined',
  'decided',
  'not-needed',
  'allowed',
  'withdrawn',
  'lapsed',
  'taken-over',
  'put-right',
  'handed-back',
  'team-deleted',
  'token-ended',
  'seen',
] as const;
export type NoticeOutcome = (typeof noticeOutcomes)[number];

export class NoticeView {
  @IsUUID() readonly id: string;
  @IsIn(noticeKinds) readonly kind: NoticeKind;
  /** Whom or what it is about: a user, a team, a token, or the account. */
  @IsUUID() readonly subjectId: string;
  @IsDateString() readonly since: string;
  @IsIn(noticeStates) readonly state: NoticeState;
  @IsOptional() @IsDateString() readonly endedAt?: string;
  /** What became of it; absent while it waits, and where it ended before that was kept. */
  @IsOptional() @IsIn(noticeOutcomes) readonly outcome?: NoticeOutcome;
  /** Who acknowledged it, and when. */
  @IsOptional() @Nested(() => Actor) readonly acknowledgedBy?: Actor;
  @IsOptional() @IsDateString() readonly acknowledgedAt?: string;
}

/** The notices of an account, newest first. */
export class ListNotices {
  @IsUUID() readonly accountId: string;
  @IsOptional() @IsIn(noticeStates) readonly state?: NoticeState;
  /** The `next` of the previous page. */
  @IsOptional() @IsUUID() readonly before?: string;
  @IsInt() @Min(1) @Max(1_000) readonly limit: number;
}

export class NoticePage {
  @ListOf(() => NoticeView) readonly notices: NoticeView[];
  @IsOptional() @IsUUID() readonly next?: string;
  /** How many leavers are held, for the sentence of their notice. */
  @IsInt() readonly heldLeavers: number;
}

export class CountNotices {
  @IsUUID() readonly accountId: string;
}

/** How many notices of a kind wait, and how many of them nobody has acknowledged. */
export class NoticeCount {
  @IsIn(noticeKinds) readonly kind: NoticeKind;
  @IsInt() readonly waiting: number;
  @IsInt() readonly unseen: number;
  /** Since when the oldest of them waits. */
  @IsOptional() @IsDateString() readonly since?: string;
}

export class NoticeCounts {
  @ListOf(() => NoticeCount) readonly kinds: NoticeCount[];
  @IsInt() readonly heldLeavers: number;
}

const get = { service: 'user-service', method: 'GET' } as const;

export const NoticeQueries = {
  list: defineQuery({
    ...get,
    path: '/internal/accounts/:accountId/notices',
    request: ListNotices,
    answer: NoticePage,
  }),
  counts: defineQuery({
    ...get,
    path: '/internal/accounts/:accountId/notice-counts',
    request: CountNotices,
    answer: NoticeCounts,
  }),
} as const;

/** An admin has seen a notice. Once more changes nothing. */
export class AcknowledgeNotice {
  @IsUUID() accountId: string;
  @IsUUID() noticeId: string;
  @IsActor() actor: Actor;
}

/** An admin has acknowledged a notice. The account did not change. */
export class NoticeAcknowledged extends AccountEvent {
  @IsUUID() noticeId: string;
  @IsIn(noticeKinds) kind: NoticeKind;
}

const ids = { accountId: '01890a5d-ac96-774b-bcce-b302099a8057', noticeId: '01890a5d-ac96-774b-bcce-b302099a8067' };
const actor: Actor = { kind: 'admin', id: '01890a5d-ac96-774b-bcce-b302099a8063' };
const base = { version: 1, topic: Topics.userCommands, key: (m: { accountId: string }) => m.accountId } as const;

export const NoticeCommands = {
  acknowledge: defineCommand({
    ...base,
    type: 'account.acknowledge-notice',
    payload: AcknowledgeNotice,
    reply: NoticeView,
    example: { ...ids, actor },
  }),
} as const;

export const NoticeEvents = {
  acknowledged: defineEvent({
    ...base,
    topic: Topics.userEvents,
    type: 'account.notice-acknowledged',
    payload: NoticeAcknowledged,
    example: { ...ids, actor, kind: 'leavers-held' as const },
  }),
} as const;

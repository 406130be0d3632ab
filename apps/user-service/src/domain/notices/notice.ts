import type { Actor, NoticeKind, NoticeView } from '@rollcall/contracts';

/** Something that waits for an admin of the account, or has happened and is to be known. */
export interface Notice {
  readonly accountId: string;
  readonly id: string;
  readonly kind: NoticeKind;
  /** Whom or what it is about: a user, a team, a token, or the account. */
  readonly subjectId: string;
  /** RFC 3339. */
  readonly since: string;
  readonly endedAt?: string;
  readonly acknowledged?: { readonly by: Actor; readonly at: string };
}

/** A notice as queries and replies show it. */
export function noticeView({ id, kind, subjectId, since, endedAt, acknowledged }: Notice): NoticeView {
  return {
    id,
    kind,
    subjectId,
    since,
    state: endedAt === undefined ? 'waiting' : 'ended',
    ...(endedAt === undefined ? {} : { endedAt }),
    ...(acknowledged ? { acknowledgedBy: acknowledged.by, acknowledgedAt: acknowledged.at } : {}),
  };
}

/**
 * A notice is raised, where none of its kind waits for this subject; or the one that waits ends. Whoever decides what it is about says so: the
 * notice is saved with it.
 */
export interface NoticeChange {
  readonly kind: 'notice-raised' | 'notice-ended';
  readonly accountId: string;
  readonly notice: NoticeKind;
  readonly subjectId: string;
  readonly at: string;
}

/** The last that another service has told about a subject: what is older, or comes again, changes nothing. */
export interface LastWord {
  readonly accountId: string;
  readonly notice: NoticeKind;
  readonly subjectId: string;
  /** RFC 3339: when it was told. */
  readonly at: string;
  /** What exactly waits, where a subject can have one after the other: the takeover of a team. */
  readonly about?: string;
}

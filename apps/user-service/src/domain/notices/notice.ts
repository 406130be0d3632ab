import type { Actor, NoticeKind, NoticeOutcome, NoticeView } from '@rollcall/contracts';

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
  /** Absent of those that ended before it was kept, too. */
  readonly outcome?: NoticeOutcome;
  readonly acknowledged?: { readonly by: Actor; readonly at: string };
}

/** A notice as queries and replies show it. */
export function noticeView({ id, kind, subjectId, since, endedAt, outcome, acknowledged }: Notice): NoticeView {
  return {
    id,
    kind,
    subjectId,
    since,
    state: endedAt === undefined ? 'waiting' : 'ended',
    ...(endedAt === undefined ? {} : { endedAt }),
    ...(outcome === undefined ? {} : { outcome }),
    ...(acknowledged ? { acknowledgedBy: acknowledged.by, acknowledgedAt: acknowledged.at } : {}),
  };
}

/**
 * A notice is raised, where none of its kind waits for this subject; or the one that waits ends. Whoever decides what it is about says so: the
 * notice is saved with it.
 */
export type NoticeChange = NoticeRaised | NoticeEnded;

interface OfNotice {
  readonly accountId: string;
  readonly notice: NoticeKind;
  readonly subjectId: string;
  readonly at: string;
}

export interface NoticeRaised extends OfNotice {
  readonly kind: 'notice-raised';
}

export interface NoticeEnded extends OfNotice {
  readonly kind: 'notice-ended';
  readonly outcome: NoticeOutcome;
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

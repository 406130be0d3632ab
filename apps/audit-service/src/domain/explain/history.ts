import type { AuditEntryView, MembershipState } from '@rollcall/contracts';

/** An entry as it was kept, without its sentence. */
export type PastEntry = Omit<AuditEntryView, 'sentence'>;

/** A person as user-service knows her. */
export interface PersonState {
  readonly version: number;
  readonly active: boolean;
  readonly released: boolean;
}

/** How a person stands to a team now, as the owners of both say. */
export interface PairState {
  readonly of: MembershipState;
  /** Absent where the person was erased. */
  readonly person?: PersonState;
}

/** What the log knows of a person and a team, up to the moment that is asked about. Lists are newest first. */
export interface PairHistory {
  /** Who added or removed the person, and where she was named and refused. */
  readonly pair: readonly PastEntry[];
  /** What became of the person: made, inactive, active, deleted, back. */
  readonly person: readonly PastEntry[];
  /** What else the request of the newest of `pair` did to the team or the person. */
  readonly chain: readonly PastEntry[];
  /** The last time that the directory wrote the team. */
  readonly push?: PastEntry;
  /** Of a past moment: what made the team the directory's or the workspace's last, its creation included. */
  readonly ownership?: PastEntry;
  /** Of a past moment: the last time that somebody set the reconciler. */
  readonly mode?: PastEntry;
  /** Of a past moment: the last that was said of a held run of the team; it is held where that is `team.reconcile-held`. */
  readonly heldRun?: PastEntry;
  /** The end of the team. */
  readonly end?: PastEntry;
  /** Of a past moment: when the team had ended by then, as team-service says: also where the log has never heard of it. */
  readonly endedAt?: string;
  /** RFC 3339: nothing is missing since then. Absent where nothing ever was. */
  readonly completeSince?: string;
  /** What the log has not heard the newest change of; `search`: the log could not be searched through in time. */
  readonly behind?: 'team' | 'person' | 'search';
}

/** Who did something, as events say it. */
export type By = NonNullable<PastEntry['actor']>;

export const isAdded = ({ type }: PastEntry): boolean => type === 'team.members-added';
export const isRemoved = ({ type }: PastEntry): boolean => type === 'team.members-removed';
export const isByDirectory = ({ actor }: PastEntry): boolean => actor?.kind === 'directory';
export const isByReconciler = ({ actor }: PastEntry): boolean => actor?.kind === 'system';

/** Whether one came after the other; of one moment, in the order of the log. */
export const isAfter = (one: PastEntry, other: PastEntry): boolean =>
  one.at > other.at || (one.at === other.at && one.seq > other.seq);

/** Who owned the team after an event of it. */
export const ownerIn = ({ detail }: PastEntry): unknown => detail?.['ownedBy'];

/** An entry with only the one person in its lists: an event may name a thousand. */
export function onlyAbout(userId: string, entry: PastEntry): PastEntry {
  const { also, detail, ...rest } = entry;
  const lists = Object.entries(detail ?? {}).map(([name, value]) => [name, onlyOf(userId, value)] as const);
  return {
    ...rest,
    ...(also ? { also: also.filter((id) => id === userId) } : {}),
    ...(detail ? { detail: Object.fromEntries(lists) } : {}),
  };
}

const onlyOf = (userId: string, value: unknown): unknown =>
  Array.isArray(value) && value.some((each) => isPerson(each)) ? value.filter((each) => isPerson(each, userId)) : value;

const isPerson = (each: unknown, userId?: string) =>
  typeof each === 'object' && each !== null && 'userId' in each && (userId === undefined || each.userId === userId);

import type { Members } from '../domain/team-book.js';
import type { Origin } from '../domain/team.js';

type Source = Origin['source'];

/** What of one team's members is to be written. */
export interface MemberDifference {
  readonly rosterAdded: readonly string[];
  readonly rosterRemoved: readonly string[];
  /** Who comes in, by how; and who is in already, but by another way from now on. */
  readonly joined: ReadonlyMap<Origin, readonly string[]>;
  readonly rejoined: ReadonlyMap<Origin, readonly string[]>;
  readonly membersRemoved: readonly string[];
}

/**
 * Roster and memberships of one team: of some people, or of everybody; as loaded, and as decisions have left them. There may be a
 * hundred thousand: they are ids in sets, no objects.
 */
export class TeamMembers implements Members {
  private readonly listed: Set<string>;
  /** Of each touched person: was on the roster before. */
  private readonly listedBefore = new Map<string, boolean>();
  private readonly wasMember = new Map<string, boolean>();
  private readonly joined = new Map<string, Origin>();

  /** @param loaded whom the loading looked for, or everybody */
  constructor(
    roster: Iterable<string>,
    private readonly sources: Map<string, Source>,
    private readonly loaded: ReadonlySet<string> | 'everybody',
  ) {
    this.listed = new Set(roster);
  }

  inRoster(userId: string): boolean {
    this.check(userId);
    return this.listed.has(userId);
  }

  source(userId: string): Source | undefined {
    this.check(userId);
    return this.sources.get(userId);
  }

  roster(): Iterable<string> {
    this.checkEverybody();
    return this.listed;
  }

  memberships(): Iterable<string> {
    this.checkEverybody();
    return this.sources.keys();
  }

  takeRoster(add: readonly string[], remove: readonly string[]): void {
    for (const userId of remove) if (this.listed.delete(userId)) remember(this.listedBefore, userId, true);
    for (const userId of add) {
      if (this.listed.has(userId)) continue;
      this.listed.add(userId);
      remember(this.listedBefore, userId, false);
    }
  }

  join(userIds: readonly string[], as: Origin): void {
    for (const userId of userIds) {
      remember(this.wasMember, userId, this.sources.has(userId));
      this.sources.set(userId, as.source);
      this.joined.set(userId, as);
    }
  }

  leave(userIds: readonly string[]): void {
    for (const userId of userIds) {
      if (!this.sources.delete(userId)) continue;
      remember(this.wasMember, userId, true);
      this.joined.delete(userId);
    }
  }

  /** What of it is to be written: each person once, however often decisions changed their mind. */
  difference(): MemberDifference {
    const [rosterAdded, rosterRemoved]: [string[], string[]] = [[], []];
    for (const [userId, before] of this.listedBefore) {
      if (this.listed.has(userId) !== before) (before ? rosterRemoved : rosterAdded).push(userId);
    }
    const [joined, rejoined] = [new Map<Origin, string[]>(), new Map<Origin, string[]>()];
    for (const [userId, as] of this.joined) {
      const sameWay = this.wasMember.get(userId) === true ? rejoined : joined;
      const ids = sameWay.get(as);
      if (ids) ids.push(userId);
      else sameWay.set(as, [userId]);
    }
    const membersRemoved: string[] = [];
    for (const [userId, before] of this.wasMember) if (before && !this.sources.has(userId)) membersRemoved.push(userId);
    return { rosterAdded, rosterRemoved, joined, rejoined, membersRemoved };
  }

  private check(userId: string): void {
    if (this.loaded !== 'everybody' && !this.loaded.has(userId)) throw new Error('a member was not asked for');
  }

  private checkEverybody(): void {
    if (this.loaded !== 'everybody') throw new Error('not all members were asked for');
  }
}

/** The first word counts: how it was before anything was decided. */
function remember(before: Map<string, boolean>, userId: string, was: boolean): void {
  if (!before.has(userId)) before.set(userId, was);
}

import type { Members } from '../domain/team-state.js';
import type { Origin } from '../domain/team.js';

type Ids = ReadonlySet<string>;

/** Roster and memberships as they are stored, the memberships by source. */
export interface LoadedMembers extends Readonly<Record<Origin['source'], Ids>> {
  readonly roster: Ids;
  /** The users that were loaded, whether they are members or not. */
  readonly of: Ids | 'everybody';
}

/** The changes of one team's members that are to be saved. */
export interface MemberDifference {
  readonly rosterAdded: readonly string[];
  readonly rosterRemoved: readonly string[];
  /** Users who join, and members whose origin changes, by the new origin. */
  readonly joined: ReadonlyMap<Origin, readonly string[]>;
  readonly rejoined: ReadonlyMap<Origin, readonly string[]>;
  readonly membersRemoved: readonly string[];
}

export const noDifference: MemberDifference = {
  rosterAdded: [],
  rosterRemoved: [],
  joined: new Map(),
  rejoined: new Map(),
  membersRemoved: [],
};

/**
 * Roster and memberships of one team, for some users or for all: as loaded, plus the changes of decisions. A team may
 * have a hundred thousand members, so they are kept as ids in sets, not as objects, and members that no decision
 * changes cost no work.
 */
export class TeamMembers implements Members {
  /** Users who were added to the roster since the loading, and those who were removed. */
  private listed: Ids = new Set();
  private unlisted: Ids = new Set();
  /** Users who joined or whose origin changed, by origin; a user is in at most one of the sets. And users who left. */
  private readonly joined = new Map<Origin, Set<string>>();
  private left: Ids = new Set();

  constructor(private readonly loaded: LoadedMembers) {}

  inRoster(userId: string): boolean {
    this.check(userId);
    return this.listed.has(userId) || (this.loaded.roster.has(userId) && !this.unlisted.has(userId));
  }

  listedAmong(userIds: Ids): Ids {
    this.checkAll(userIds);
    return userIds.intersection(this.rosterNow());
  }

  unlistedAmong(userIds: Ids): Ids {
    this.checkAll(userIds);
    return userIds.difference(this.rosterNow());
  }

  source(userId: string): Origin['source'] | undefined {
    this.check(userId);
    return this.left.has(userId) ? undefined : (this.joinedAs(userId)?.source ?? this.loadedSource(userId));
  }

  roster(): Ids {
    this.checkEverybody();
    return this.rosterNow();
  }

  *memberships(): Generator<string> {
    this.checkEverybody();
    for (const userId of this.loaded.directory) if (this.source(userId)) yield userId;
    for (const userId of this.loaded.manual) if (this.source(userId)) yield userId;
    for (const userIds of this.joined.values())
      for (const userId of userIds) if (!this.loadedSource(userId)) yield userId;
  }

  takeRoster(add: readonly string[], remove: readonly string[]): void {
    const { roster } = this.loaded;
    const on = new Set(add);
    const off = new Set(remove).difference(on);
    this.listed = this.listed.difference(off).union(on.difference(roster));
    this.unlisted = this.unlisted.difference(on).union(off.intersection(roster));
  }

  join(userIds: readonly string[], as: Origin): void {
    const who = new Set(userIds);
    this.forgetWay(userIds);
    this.left = this.left.difference(who);
    this.joined.set(as, this.joined.get(as)?.union(who) ?? who);
  }

  leave(userIds: readonly string[]): void {
    const who = new Set(userIds);
    const { directory, manual } = this.loaded;
    this.forgetWay(userIds);
    this.left = this.left.union(who.intersection(directory)).union(who.intersection(manual));
  }

  /** What is to be saved: each user once, however often decisions changed the membership. */
  difference(): MemberDifference {
    const { directory, manual } = this.loaded;
    const ways = [...this.joined].map(([as, userIds]) => {
      const fresh = userIds.difference(directory).difference(manual);
      return { as, fresh, again: userIds.difference(fresh) };
    });
    return {
      rosterAdded: [...this.listed],
      rosterRemoved: [...this.unlisted],
      joined: new Map(ways.map(({ as, fresh }) => [as, [...fresh]])),
      rejoined: new Map(ways.map(({ as, again }) => [as, [...again]])),
      membersRemoved: [...this.left],
    };
  }

  private rosterNow(): Ids {
    if (this.listed.size + this.unlisted.size === 0) return this.loaded.roster;
    return this.loaded.roster.difference(this.unlisted).union(this.listed);
  }

  private joinedAs(userId: string): Origin | undefined {
    for (const [as, userIds] of this.joined) if (userIds.has(userId)) return as;
    return undefined;
  }

  private loadedSource(userId: string): Origin['source'] | undefined {
    if (this.loaded.directory.has(userId)) return 'directory';
    return this.loaded.manual.has(userId) ? 'manual' : undefined;
  }

  private forgetWay(userIds: readonly string[]): void {
    for (const way of this.joined.values()) for (const userId of userIds) way.delete(userId);
  }

  private check(userId: string): void {
    const { of } = this.loaded;
    if (of !== 'everybody' && !of.has(userId)) throw new Error('a member was not asked for');
  }

  private checkAll(userIds: Ids): void {
    const { of } = this.loaded;
    if (of !== 'everybody' && !userIds.isSubsetOf(of)) throw new Error('a member was not asked for');
  }

  private checkEverybody(): void {
    if (this.loaded.of !== 'everybody') throw new Error('not all members were asked for');
  }
}

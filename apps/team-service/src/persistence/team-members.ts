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
 * have a hundred thousand members, so they are kept as ids in sets, not as objects. What a decision asks or changes
 * costs as much as the users that it names, however many the team has, and however many decisions came before.
 */
export class TeamMembers implements Members {
  /** Users who were added to the roster since the loading, and those who were removed. */
  private readonly listed = new Set<string>();
  private readonly unlisted = new Set<string>();
  /** Users who joined or whose origin changed, with the new origin; and users who left. */
  private readonly joined = new Map<string, Origin>();
  private readonly left = new Set<string>();

  constructor(private readonly loaded: LoadedMembers) {}

  inRoster(userId: string): boolean {
    this.check(userId);
    return this.listed.has(userId) || (this.loaded.roster.has(userId) && !this.unlisted.has(userId));
  }

  listedAmong(userIds: Ids): Ids {
    this.checkAll(userIds);
    return this.onRoster(userIds);
  }

  unlistedAmong(userIds: Ids): Ids {
    this.checkAll(userIds);
    return userIds.difference(this.onRoster(userIds));
  }

  source(userId: string): Origin['source'] | undefined {
    this.check(userId);
    return this.left.has(userId) ? undefined : (this.joined.get(userId)?.source ?? this.loadedSource(userId));
  }

  roster(): Ids {
    this.checkEverybody();
    return this.rosterNow();
  }

  *memberships(): Generator<string> {
    this.checkEverybody();
    for (const userId of this.loaded.directory) if (this.source(userId)) yield userId;
    for (const userId of this.loaded.manual) if (this.source(userId)) yield userId;
    for (const userId of this.joined.keys()) if (!this.loadedSource(userId)) yield userId;
  }

  takeRoster(add: readonly string[], remove: readonly string[]): void {
    const { roster } = this.loaded;
    for (const userId of remove) {
      this.listed.delete(userId);
      if (roster.has(userId)) this.unlisted.add(userId);
    }
    for (const userId of add) {
      this.unlisted.delete(userId);
      if (!roster.has(userId)) this.listed.add(userId);
    }
  }

  join(userIds: readonly string[], as: Origin): void {
    for (const userId of userIds) {
      this.left.delete(userId);
      this.joined.set(userId, as);
    }
  }

  leave(userIds: readonly string[]): void {
    for (const userId of userIds) {
      this.joined.delete(userId);
      if (this.loadedSource(userId)) this.left.add(userId);
    }
  }

  /** Whether decisions have put the user onto the roster or into the team. */
  hasAdded(userId: string): boolean {
    return this.listed.has(userId) || this.joined.has(userId);
  }

  /** What is to be saved: each user once, however often decisions changed the membership. */
  difference(): MemberDifference {
    const joined = new Map<Origin, string[]>();
    const rejoined = new Map<Origin, string[]>();
    for (const [userId, as] of this.joined) {
      const ways = this.loadedSource(userId) ? rejoined : joined;
      const way = ways.get(as);
      if (way) way.push(userId);
      else ways.set(as, [userId]);
    }
    return {
      rosterAdded: [...this.listed],
      rosterRemoved: [...this.unlisted],
      joined,
      rejoined,
      membersRemoved: [...this.left],
    };
  }

  private rosterNow(): Ids {
    if (this.listed.size + this.unlisted.size === 0) return this.loaded.roster;
    return this.loaded.roster.difference(this.unlisted).union(this.listed);
  }

  private onRoster(userIds: Ids): Ids {
    const asLoaded = userIds.intersection(this.loaded.roster);
    if (this.listed.size + this.unlisted.size === 0) return asLoaded;
    return asLoaded.difference(this.unlisted).union(userIds.intersection(this.listed));
  }

  private loadedSource(userId: string): Origin['source'] | undefined {
    if (this.loaded.directory.has(userId)) return 'directory';
    return this.loaded.manual.has(userId) ? 'manual' : undefined;
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

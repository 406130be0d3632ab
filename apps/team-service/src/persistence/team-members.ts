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
 * hundred thousand: they are ids in sets, no objects, and whoever is touched is kept once.
 */
export class TeamMembers implements Members {
  private readonly loadedRoster: ReadonlySet<string>;
  /** Of each touched person: on the roster now, and a member how now. */
  private readonly listed = new Map<string, boolean>();
  private readonly joined = new Map<string, Origin | undefined>();

  /** @param loaded whom the loading looked for, or everybody */
  constructor(
    roster: Iterable<string>,
    private readonly loadedSources: ReadonlyMap<string, Source>,
    private readonly loaded: ReadonlySet<string> | 'everybody',
  ) {
    this.loadedRoster = new Set(roster);
  }

  inRoster(userId: string): boolean {
    this.check(userId);
    return this.listed.get(userId) ?? this.loadedRoster.has(userId);
  }

  source(userId: string): Source | undefined {
    this.check(userId);
    return this.joined.has(userId) ? this.joined.get(userId)?.source : this.loadedSources.get(userId);
  }

  roster(): Iterable<string> {
    this.checkEverybody();
    return present(this.loadedRoster, this.listed);
  }

  memberships(): Iterable<string> {
    this.checkEverybody();
    return present(this.loadedSources.keys(), this.joined);
  }

  takeRoster(add: readonly string[], remove: readonly string[]): void {
    for (const userId of remove) this.listed.set(userId, false);
    for (const userId of add) this.listed.set(userId, true);
  }

  join(userIds: readonly string[], as: Origin): void {
    for (const userId of userIds) this.joined.set(userId, as);
  }

  leave(userIds: readonly string[]): void {
    for (const userId of userIds) this.joined.set(userId, undefined);
  }

  /** What of it is to be written: each person once, however often decisions changed their mind. */
  difference(): MemberDifference {
    const [rosterAdded, rosterRemoved]: [string[], string[]] = [[], []];
    for (const [userId, is] of this.listed) {
      if (is !== this.loadedRoster.has(userId)) (is ? rosterAdded : rosterRemoved).push(userId);
    }
    const [joined, rejoined] = [new Map<Origin, string[]>(), new Map<Origin, string[]>()];
    const membersRemoved: string[] = [];
    for (const [userId, as] of this.joined) {
      const was = this.loadedSources.has(userId);
      if (as) listIn(was ? rejoined : joined, as).push(userId);
      else if (was) membersRemoved.push(userId);
    }
    return { rosterAdded, rosterRemoved, joined, rejoined, membersRemoved };
  }

  private check(userId: string): void {
    if (this.loaded !== 'everybody' && !this.loaded.has(userId)) throw new Error('a member was not asked for');
  }

  private checkEverybody(): void {
    if (this.loaded !== 'everybody') throw new Error('not all members were asked for');
  }
}

/** Who was there and still is, then who came. */
function* present(loaded: Iterable<string>, touched: ReadonlyMap<string, unknown>): Generator<string> {
  for (const userId of loaded) if (!touched.has(userId)) yield userId;
  for (const [userId, now] of touched) if (now) yield userId;
}

function listIn(lists: Map<Origin, string[]>, as: Origin): string[] {
  let list = lists.get(as);
  if (!list) lists.set(as, (list = []));
  return list;
}

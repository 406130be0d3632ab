import type { Members } from '../domain/team-book.js';
import type { Membership } from '../domain/team.js';

/** Roster and memberships of one team: of some people, or of everybody; as loaded, and as decisions have left them. */
export class TeamMembers implements Members {
  private readonly listed = new Set<string>();
  private readonly memberOf = new Map<string, Membership>();
  private readonly asLoaded: { readonly listed: ReadonlySet<string>; readonly members: ReadonlySet<string> };
  private readonly touchedRoster = new Set<string>();
  private readonly touchedMembers = new Set<string>();

  /** @param loaded whom the loading looked for, or everybody */
  constructor(
    roster: Iterable<string>,
    memberships: Iterable<Membership>,
    private readonly loaded: ReadonlySet<string> | 'everybody',
  ) {
    for (const userId of roster) this.listed.add(userId);
    for (const membership of memberships) this.memberOf.set(membership.userId, membership);
    this.asLoaded = { listed: new Set(this.listed), members: new Set(this.memberOf.keys()) };
  }

  inRoster(userId: string): boolean {
    this.check(userId);
    return this.listed.has(userId);
  }

  membership(userId: string): Membership | undefined {
    this.check(userId);
    return this.memberOf.get(userId);
  }

  roster(): Iterable<string> {
    this.checkEverybody();
    return this.listed;
  }

  memberships(): Iterable<Membership> {
    this.checkEverybody();
    return this.memberOf.values();
  }

  takeRoster(add: readonly string[], remove: readonly string[]): void {
    for (const userId of remove) if (this.listed.delete(userId)) this.touchedRoster.add(userId);
    for (const userId of add) {
      this.listed.add(userId);
      this.touchedRoster.add(userId);
    }
  }

  takeMemberships(put: readonly Membership[], remove: readonly string[]): void {
    for (const userId of remove) if (this.memberOf.delete(userId)) this.touchedMembers.add(userId);
    for (const membership of put) {
      this.memberOf.set(membership.userId, membership);
      this.touchedMembers.add(membership.userId);
    }
  }

  /** What of it is to be written: each person once, however often decisions changed their mind. */
  difference(): { rosterAdded: string[]; rosterRemoved: string[]; put: Membership[]; membersRemoved: string[] } {
    const roster = [...this.touchedRoster];
    const members = [...this.touchedMembers];
    return {
      rosterAdded: roster.filter((id) => this.listed.has(id) && !this.asLoaded.listed.has(id)),
      rosterRemoved: roster.filter((id) => !this.listed.has(id) && this.asLoaded.listed.has(id)),
      put: members.flatMap((id) => this.memberOf.get(id) ?? []),
      membersRemoved: members.filter((id) => !this.memberOf.has(id) && this.asLoaded.members.has(id)),
    };
  }

  private check(userId: string): void {
    if (this.loaded !== 'everybody' && !this.loaded.has(userId)) throw new Error('a member was not asked for');
  }

  private checkEverybody(): void {
    if (this.loaded !== 'everybody') throw new Error('not all members were asked for');
  }
}

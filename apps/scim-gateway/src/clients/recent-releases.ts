import type { ToldRelease } from '@rollcall/contracts';

/** Events are there long before. */
const keptMs = 10_000;
const maxKept = 10_000;

/**
 * The users whom this instance has released within the last seconds: team-service may have them as users still. Another instance does not
 * know; what it says a moment too early is put right by the event, as ever.
 */
export class RecentReleases {
  private readonly ofAccounts = new Map<string, Map<string, ToldRelease>>();
  /** Oldest first. */
  private readonly kept: { readonly accountId: string; readonly release: ToldRelease; readonly at: number }[] = [];

  constructor(private readonly now: () => number = () => performance.now()) {}

  note(accountId: string, release: ToldRelease): void {
    this.dropOld();
    const own = this.ofAccounts.get(accountId) ?? new Map<string, ToldRelease>();
    this.ofAccounts.set(accountId, own.set(release.userId, release));
    this.kept.push({ accountId, release, at: this.now() });
  }

  /** Those of the users who were released lately. */
  among(accountId: string, userIds: readonly string[]): readonly ToldRelease[] {
    this.dropOld();
    const own = this.ofAccounts.get(accountId);
    if (!own) return [];
    return [...new Set(userIds.flatMap((userId) => own.get(userId.toLowerCase()) ?? []))];
  }

  /** team-service has been told. */
  forget(accountId: string, userId: string): void {
    const own = this.ofAccounts.get(accountId);
    own?.delete(userId);
    if (own?.size === 0) this.ofAccounts.delete(accountId);
  }

  private dropOld(): void {
    const oldest = this.now() - keptMs;
    const count = this.kept.findIndex(({ at }, place) => at > oldest && this.kept.length - place <= maxKept);
    const dropped = this.kept.splice(0, count === -1 ? this.kept.length : count);
    // A later release of the same user has its own time.
    for (const { accountId, release } of dropped)
      if (this.ofAccounts.get(accountId)?.get(release.userId) === release) this.forget(accountId, release.userId);
  }
}

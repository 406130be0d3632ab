/** The instances of a service, used in turn. An instance that could not be reached, or is stopping, is left
 * out while it cools down. */
export class BaseUrls {
  private next = 0;
  private readonly coolDownUntil = new Map<string, number>();

  constructor(
    private readonly urls: readonly string[],
    private readonly coolDownMs = 1_000,
  ) {
    if (urls.length === 0) throw new Error('a client needs at least one base URL');
  }

  /**
   * The next instance that is not cooling down and was not tried; one that is cooling down where there is no other, and
   * one that was tried where all were.
   */
  take(now: number, tried: ReadonlySet<string> = new Set()): string {
    const turn = this.urls.map((_, index) => this.urls[(this.next + index) % this.urls.length] ?? '');
    this.next = (this.next + 1) % this.urls.length;
    const others = turn.filter((url) => !tried.has(url));
    return others.find((url) => (this.coolDownUntil.get(url) ?? 0) <= now) ?? others[0] ?? turn[0] ?? '';
  }

  failed(url: string, now: number): void {
    this.coolDownUntil.set(url, now + this.coolDownMs);
  }
}

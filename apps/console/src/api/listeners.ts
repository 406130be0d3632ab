/** Who wants to know when something outside of React changes (`useSyncExternalStore`). */
export class Listeners {
  private readonly all = new Set<() => void>();

  /** @returns listens no more */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.all.add(listener);
    return () => void this.all.delete(listener);
  };

  /** Tells every listener that it has changed. */
  tell(): void {
    for (const listener of this.all) listener();
  }
}

/** A map that forgets what was not used for longest, once it holds as much as it may. */
export class LruMap<V> {
  private readonly entries = new Map<string, V>();

  /** @param onForgotten is told what made place for something newer */
  constructor(
    private readonly most: number,
    private readonly onForgotten: (value: V) => void = () => undefined,
  ) {}

  get size(): number {
    return this.entries.size;
  }

  get(key: string): V | undefined {
    return this.entries.get(key);
  }

  /** As `get`, and counts as use. */
  use(key: string): V | undefined {
    const value = this.entries.get(key);
    if (value === undefined) return undefined;
    this.entries.delete(key);
    this.entries.set(key, value);
    return value;
  }

  set(key: string, value: V): void {
    this.entries.delete(key);
    this.entries.set(key, value);
    if (this.entries.size <= this.most) return;
    for (const [oldest, forgotten] of this.entries) {
      this.entries.delete(oldest);
      this.onForgotten(forgotten);
      break;
    }
  }

  delete(key: string): void {
    this.entries.delete(key);
  }

  [Symbol.iterator](): MapIterator<[string, V]> {
    return this.entries[Symbol.iterator]();
  }
}

/**
 * What one thing may be, as far as the answers tell: one value after an acknowledged change; the old and the new one after a
 * change of which nobody knows.
 */
export class Possible<T> {
  /** In the order in which they were asked for. */
  private values: readonly T[];

  constructor(value: T) {
    this.values = [value];
  }

  /** An answer said that it is this now. */
  acknowledge(value: T): void {
    this.values = [value];
  }

  /** It was to become this, and nobody knows whether it did. */
  perhaps(value: T): void {
    this.values = [...this.values.filter((each) => each !== value), value];
  }

  allows(value: T): boolean {
    return this.values.includes(value);
  }

  /** False when somebody read what cannot be. Once the last wish is read it has come true, and nothing before it can return. */
  read(value: T): boolean {
    if (!this.allows(value)) return false;
    if (value === this.values.at(-1)) this.acknowledge(value);
    return true;
  }

  /** The value, where only one is left. */
  get known(): T | undefined {
    return this.values.length === 1 ? this.values[0] : undefined;
  }

  get all(): readonly T[] {
    return this.values;
  }

  toString(): string {
    return this.values.map(String).join(' or ');
  }
}

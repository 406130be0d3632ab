/**
 * Waiting items of several accounts, taken in turns: one item of each account that waits, then again one of each. Each
 * account's items keep their order. So the n-th item of an account is taken after at most n items of every other
 * account, however many of those wait.
 */
export class FairQueue<Item> {
  /** One line per account that waits, the next to be served first: a Map keeps the order of insertion. */
  private readonly lines = new Map<string, Item[]>();
  private count = 0;

  /** How many wait, in all. */
  get size(): number {
    return this.count;
  }

  /** How many of this account wait. */
  sizeOf(account: string): number {
    return this.lines.get(account)?.length ?? 0;
  }

  add(account: string, item: Item): void {
    const line = this.lines.get(account);
    if (line) line.push(item);
    else this.lines.set(account, [item]);
    this.count += 1;
  }

  /**
   * Takes the next item. Afterwards its account's turn comes last.
   * @param mayTake false for accounts that are passed over, and keep their place
   */
  take(mayTake: (account: string) => boolean = () => true): Item | undefined {
    for (const [account, line] of this.lines) {
      if (!mayTake(account)) continue;
      const item = line.shift();
      this.lines.delete(account);
      if (line.length > 0) this.lines.set(account, line);
      this.count -= 1;
      return item;
    }
    return undefined;
  }

  /** Takes out an item that no longer waits. @returns false where it does not wait any more */
  remove(account: string, item: Item): boolean {
    const line = this.lines.get(account);
    const at = line?.indexOf(item) ?? -1;
    if (!line || at < 0) return false;
    line.splice(at, 1);
    if (line.length === 0) this.lines.delete(account);
    this.count -= 1;
    return true;
  }

  /** The account of which most wait; undefined where nothing waits. */
  longest(): string | undefined {
    let longest: string | undefined;
    for (const account of this.lines.keys()) {
      if (longest === undefined || this.sizeOf(account) > this.sizeOf(longest)) longest = account;
    }
    return longest;
  }

  /** Takes out the item of this account that came last. */
  dropLast(account: string): Item | undefined {
    const last = this.lines.get(account)?.at(-1);
    if (last !== undefined) this.remove(account, last);
    return last;
  }
}

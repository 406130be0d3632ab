/** How many streams may be open at a time. */
export interface StreamLimits {
  readonly session: number;
  /** Of one person in all of their sessions, so that nobody takes those of all others. */
  readonly person: number;
  readonly account: number;
  readonly instance: number;
}

/** Whose stream it is; `session` is its id, or what stands for it. */
export interface StreamOwner {
  readonly session: string;
  readonly userId: string;
  readonly accountId: string;
}

/** Counts the open streams of this instance. */
export class StreamPlaces {
  private readonly counts = new Map<string, number>();
  private all = 0;

  constructor(private readonly limits: StreamLimits) {}

  /** All open streams. */
  get taken(): number {
    return this.all;
  }

  /** Takes a place, or says which limit is reached: then nothing is counted. */
  take(owner: StreamOwner): keyof StreamLimits | undefined {
    const { limits } = this;
    const [session, person, account] = keysOf(owner);
    if (this.of(session) >= limits.session) return 'session';
    if (this.of(person) >= limits.person) return 'person';
    if (this.of(account) >= limits.account) return 'account';
    if (this.all >= limits.instance) return 'instance';
    this.add(owner, 1);
    return undefined;
  }

  free(owner: StreamOwner): void {
    this.add(owner, -1);
  }

  private of(key: string): number {
    return this.counts.get(key) ?? 0;
  }

  private add(owner: StreamOwner, by: number): void {
    this.all += by;
    for (const key of keysOf(owner)) {
      const count = this.of(key) + by;
      if (count > 0) this.counts.set(key, count);
      else this.counts.delete(key);
    }
  }
}

const keysOf = ({ session, userId, accountId }: StreamOwner) =>
  [`session ${accountId}/${session}`, `person ${accountId}/${userId}`, `account ${accountId}`] as const;

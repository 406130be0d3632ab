import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';

/** What is stored instead of a token: HMAC-SHA256 of its digest with a pepper as key, and which pepper that was. */
export interface StoredHash {
  readonly hash: Buffer;
  readonly pepperId: string;
}

export interface PepperOptions {
  readonly current: string;
  /** The pepper before the current one: its tokens are still found. */
  readonly previous?: string | undefined;
  /** How long instances that know the previous pepper only may still run. */
  readonly overlapMs?: number;
  readonly now?: () => number;
}

/** Long enough for all instances of a service to be replaced. */
const defaultOverlapMs = 15 * 60_000;

interface Pepper {
  readonly id: string;
  readonly key: KeyObject;
}

/**
 * The keys of the stored hashes: the current pepper, and beside it the previous one while tokens are moved from one to
 * the other. For a while after the start the previous one still makes the hashes, since instances that were not
 * replaced yet find tokens by that one only.
 */
export class Peppers {
  private readonly current: Pepper;
  private readonly previous: Pepper | undefined;
  private readonly now: () => number;
  private readonly movesAt: number;

  constructor({ current, previous, overlapMs = defaultOverlapMs, now = Date.now }: PepperOptions) {
    this.current = pepperOf(current);
    this.previous = previous === undefined || previous === current ? undefined : pepperOf(previous);
    this.now = now;
    this.movesAt = this.previous ? now() + overlapMs : now();
  }

  /** Names the current pepper in the table. */
  get currentId(): string {
    return this.current.id;
  }

  /** Whether tokens of another pepper are still found. */
  get areTwo(): boolean {
    return this.previous !== undefined;
  }

  /** The hashes that a token with this digest may be stored under. */
  hashesOf(digest: string): Buffer[] {
    return [this.current, ...(this.previous ? [this.previous] : [])].map(({ key }) => hash(key, digest));
  }

  /** What is stored of a new token. */
  storedHashOf(digest: string): StoredHash {
    const { id, key } = this.previous && this.now() < this.movesAt ? this.previous : this.current;
    return { hash: hash(key, digest), pepperId: id };
  }

  /** What is to be stored in future of a token that is stored so; undefined where nothing is to change now. */
  movedHashOf(pepperId: string, digest: string): StoredHash | undefined {
    if (pepperId === this.current.id || this.now() < this.movesAt) return undefined;
    return this.storedHashOf(digest);
  }
}

function pepperOf(text: string): Pepper {
  const key = createSecretKey(text, 'utf8'); // made once: with a Buffer as key, each HMAC would make it again
  return { id: createHmac('sha256', key).update('id').digest('hex').slice(0, 8), key };
}

const hash = (key: KeyObject, digest: string) => createHmac('sha256', key).update(digest, 'hex').digest();

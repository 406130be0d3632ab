import { LRUCache } from 'lru-cache';

/** How long a cursor is cached: a client that reads a list page by page soon asks for the next one. */
const keptMs = 60_000;

/**
 * Caches where pages of long lists ended, so that the next page starts at a key. With OFFSET the database would read
 * all the rows before each page anew. Ids are in the order of creation, so users created meanwhile come after. Where no
 * cursor is cached, as after a restart or in another instance, OFFSET finds the page.
 */
export class PageCursorCache {
  private readonly lastIds = new LRUCache<string, string>({ max: 1_000, ttl: keptMs });

  /** The id after which the page at `offset` begins; undefined where no cursor is cached for it. */
  after(list: string, offset: number): string | undefined {
    return this.lastIds.get(keyOf(list, offset));
  }

  /** Caches the last id of the page that ends before `offset`. */
  remember(list: string, offset: number, lastId: string): void {
    this.lastIds.set(keyOf(list, offset), lastId);
  }
}

const keyOf = (list: string, offset: number) => `${offset} ${list}`;

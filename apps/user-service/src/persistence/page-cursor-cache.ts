import { LRUCache } from 'lru-cache';

/** Whoever reads a list page by page asks for the next one soon. */
const keptMs = 60_000;

/**
 * Where pages of long lists ended, so that the page behind goes on from there: the database would otherwise count its way
 * through all that comes before, for each page anew. Ids are in the order of creation, so what is created meanwhile comes behind.
 * Where nothing is remembered, as after a restart or at another instance, the page is found by counting.
 */
export class PageCursorCache {
  private readonly lastIds = new LRUCache<string, string>({ max: 1_000, ttl: keptMs });

  /** The id after which the page at `offset` begins; undefined where nobody read the page before it lately. */
  after(list: string, offset: number): string | undefined {
    return this.lastIds.get(keyOf(list, offset));
  }

  /** A page ended before `offset`. */
  remember(list: string, offset: number, lastId: string): void {
    this.lastIds.set(keyOf(list, offset), lastId);
  }
}

const keyOf = (list: string, offset: number) => `${offset} ${list}`;

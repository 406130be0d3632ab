import type { PagePlace } from '@rollcall/contracts';
import { LRUCache } from 'lru-cache';

/** How long a place is cached: a client that reads a list page by page soon asks for the next one. */
const keptMs = 60_000;

/**
 * Caches where pages of long lists ended, so that the next page starts at a key. With OFFSET the database would read
 * all the rows before each page anew. Ids are in the order of creation, so rows created meanwhile come after. Where no
 * place is cached, as after a restart or in another instance, OFFSET finds the page.
 */
export class PlaceCache {
  private readonly places = new LRUCache<string, PagePlace>({ max: 1_000, ttl: keptMs });

  /** The place behind which the page at `offset` begins; undefined where none is cached for it. */
  at(list: string, offset: number): PagePlace | undefined {
    return this.places.get(keyOf(list, offset));
  }

  /** Caches the place where the page before `offset` ends. */
  remember(list: string, offset: number, place: PagePlace): void {
    this.places.set(keyOf(list, offset), place);
  }
}

const keyOf = (list: string, offset: number) => `${offset} ${list}`;

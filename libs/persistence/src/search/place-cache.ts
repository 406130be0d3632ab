import type { PagePlace } from '@rollcall/contracts';
import { LRUCache } from 'lru-cache';
import { createHash } from 'node:crypto';

/** How long a place is cached: a client that reads a list page by page soon asks for the next one. */
const keptMs = 60_000;
const maxPlaces = 1_000;
/** Characters of all keys and places together. */
const maxCharacters = 1_000_000;
/** A search for more values than these is not cached: writing its key takes longer than a page. */
const maxValues = 1_000;

/**
 * Caches where pages of long lists ended, so that the next page starts at a key. With OFFSET the database would read
 * all the rows before each page anew. Ids are in the order of creation, so rows created meanwhile come after. Where no
 * place is cached, as after a restart or in another instance, OFFSET finds the page.
 */
export class PlaceCache {
  private readonly places = new LRUCache<string, PagePlace>({
    max: maxPlaces,
    ttl: keptMs,
    maxSize: maxCharacters,
    sizeCalculation: ({ id, key = '' }, list) => list.length + id.length + key.length,
  });

  /** The place behind which the page at `offset` begins; undefined where none is cached for it. */
  at(list: string, offset: number): PagePlace | undefined {
    return this.places.get(keyOf(list, offset));
  }

  /** Caches the place where the page before `offset` ends. */
  remember(list: string, offset: number, place: PagePlace): void {
    this.places.set(keyOf(list, offset), place);
  }
}

/**
 * A digest that is the same for the same list of the same account only, however long its filter is.
 * @param parameters of the statement, the account among them
 * @returns undefined for a list that is not cached
 */
export function listKey(where: string, parameters: readonly unknown[], sort: unknown): string | undefined {
  if (parameters.some((value) => Array.isArray(value) && value.length > maxValues)) return undefined;
  return createHash('sha256')
    .update(JSON.stringify([where, parameters, sort]))
    .digest('base64url');
}

const keyOf = (list: string, offset: number) => `${offset} ${list}`;

import { Urns } from '../schemas/urns.js';

/**
 * A page of resources (RFC 7644 §3.4.2). The numbers are JSON numbers: some importers stop at a text without an error.
 */
export interface ListResponse<T> extends ListHead {
  readonly Resources: readonly T[];
}

/** What a page says of itself. */
export interface ListHead {
  readonly schemas: readonly [string];
  readonly totalResults: number;
  /** The number of resources returned, not the number requested. */
  readonly itemsPerPage: number;
  /** Of a page by index. */
  readonly startIndex?: number;
  /** Of a page by cursor: absent on the last one, and on the first one (RFC 9865 §2). */
  readonly nextCursor?: string;
  readonly previousCursor?: string;
}

/** Where the page stands in the list. */
export type PageOf = Pick<ListHead, 'totalResults' | 'startIndex' | 'nextCursor' | 'previousCursor'>;

export function listHead(itemsPerPage: number, { totalResults, ...place }: PageOf): ListHead {
  return { schemas: [Urns.listResponse], totalResults, ...place, itemsPerPage };
}

export function listResponse<T>(resources: readonly T[], of: PageOf): ListResponse<T> {
  return { ...listHead(resources.length, of), Resources: resources };
}

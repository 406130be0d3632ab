import type { PagePlace, SearchUsers, SortOrder } from '@rollcall/contracts';
import {
  assertSchemas,
  invalidCount,
  parametersNamed,
  ScimError,
  Urns,
  type ListQuery,
  type PageOf,
} from '@rollcall/scim';
import type { FastifyRequest } from 'fastify';
import { sortAttribute } from '../resources/search-filter.js';
import { readingOf } from '../http/request-context.js';
import { parametersOf, scopeOf } from '../routes/request-parts.js';
import type { CursorContent, Cursors } from './cursors.js';

/** The parameters of a list: of the address, or of the body of a search request. */
export type ListParameters = Readonly<Record<string, unknown>>;

/**
 * The parameters in the body of a search request (RFC 7644 §3.4.3).
 * @throws ScimError invalidSyntax, invalidValue
 */
export function searchRequestIn(request: FastifyRequest): ListParameters {
  const { body } = request;
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) {
    const reading = readingOf(request);
    assertSchemas(body, { of: Urns.searchRequest }, reading.leniency ?? 'named');
    return parametersNamed(body as ListParameters, { in: 'body', ...reading });
  }
  const detail = 'The body must be a search request: an object with "filter", "count" and the like.';
  throw new ScimError(400, detail, 'invalidSyntax');
}

export const listParametersIn = (request: FastifyRequest): ListParameters => parametersOf(request);

/** The part of a list that is asked for. */
export type RequestedPage = Pick<SearchUsers, 'offset' | 'limit' | 'place' | 'total'>;

/** The list that a request asks for, and where in it: by an index, or by a cursor. */
export class RequestedList {
  /** What the cursor says; absent where the request pages by index. */
  readonly cursor: CursorContent | undefined;
  /**
   * @param kind which resources the list has
   * @throws ScimError invalidCursor, expiredCursor, invalidCount
   */
  constructor(
    private readonly request: FastifyRequest,
    private readonly kind: string,
    private readonly parameters: ListParameters,
    private readonly query: ListQuery,
    private readonly cursors: Cursors,
  ) {
    const { cursor, count, isCountSaid } = query;
    if (cursor) this.cursor = cursors.open(cursor, this.identity);
    const { count: first = count } = this.cursor ?? {};
    if (isCountSaid && count !== first)
      throw invalidCount(`count must be ${first}, as in the request for the first page.`);
  }

  /** What makes the list: a cursor leads on in no other. */
  private get identity(): string {
    const { filter, sortBy, sortOrder } = this.parameters;
    const account = this.request.scim.caller?.accountId;
    return JSON.stringify([account, this.kind, scopeOf(this.request), filter, sortBy, sortOrder]);
  }

  /** Whether the request pages by cursors; the first page has none yet. */
  get byCursor(): boolean {
    return this.query.cursor !== undefined;
  }

  get page(): RequestedPage {
    const { startIndex, count } = this.query;
    if (!this.byCursor) return { offset: startIndex - 1, limit: count };
    const { place, total, offset = 0, count: limit = count } = this.cursor ?? {};
    return { offset, limit, ...(place ? { place } : {}), ...(total === undefined ? {} : { total }) };
  }

  /** Where the page that was found stands in the list. */
  placeOf(found: FoundPlaces): PageOf {
    const { total, next, previous } = found;
    return this.pageOf(total, next && { place: next }, previous && { place: previous });
  }

  /**
   * What a page says of itself. One without resources has no cursors: it only asks for the total.
   * @param next where the page after it begins; absent on the last page
   */
  pageOf(totalResults: number, next?: PageStart, previous?: PageStart): PageOf {
    if (!this.byCursor) return { totalResults, startIndex: this.query.startIndex };
    const { limit: count } = this.page;
    if (count === 0) return { totalResults };
    const sealed = (at: PageStart) => this.cursors.seal({ total: totalResults, count, ...at }, this.identity);
    return {
      totalResults,
      ...(next ? { nextCursor: sealed(next) } : {}),
      ...(previous ? { previousCursor: sealed(previous) } : {}),
    };
  }
}

/** Where a page begins, or ends. */
export type PageStart = Omit<CursorContent, 'total' | 'count'>;

interface FoundPlaces {
  readonly total: number;
  readonly next?: PagePlace | undefined;
  readonly previous?: PagePlace | undefined;
}

/** The order in which services list resources. */
export function sortOrderOf({ sort }: ListQuery): { readonly sort?: SortOrder } {
  const attribute = sort && sortAttribute(sort.path);
  return attribute === undefined ? {} : { sort: { attribute, descending: sort?.descending === true } };
}

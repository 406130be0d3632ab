import type { PagePlace, SearchUsers, SortOrder } from '@rollcall/contracts';
import { assertSchemas, ScimError, Urns, type ListQuery, type PageOf } from '@rollcall/scim';
import type { FastifyRequest } from 'fastify';
import { sortAttribute } from '../resources/search-filter.js';
import { readingOf } from '../http/request-context.js';
import { queryOf, scopeOf } from '../routes/request-parts.js';
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
    assertSchemas(body, { of: Urns.searchRequest }, readingOf(request).leniency ?? 'named');
    return body as ListParameters;
  }
  const detail = 'The body must be a search request: an object with "filter", "count" and the like.';
  throw new ScimError(400, detail, 'invalidSyntax');
}

export const listParametersIn = (request: FastifyRequest): ListParameters => queryOf(request);

/** The part of a list that is asked for. */
export type AskedPage = Pick<SearchUsers, 'offset' | 'limit' | 'place' | 'total'>;

/** The list that a request asks for, and where in it: by an index, or by a cursor. */
export class AskedList {
  /** What the cursor says; absent where the request pages by index. */
  readonly cursor: CursorContent | undefined;
  /**
   * @param kind which resources the list has
   * @throws ScimError invalidCursor, expiredCursor
   */
  constructor(
    private readonly request: FastifyRequest,
    private readonly kind: string,
    private readonly parameters: ListParameters,
    private readonly query: ListQuery,
    private readonly cursors: Cursors,
  ) {
    const { cursor } = query;
    if (cursor) this.cursor = cursors.open(cursor, this.identity);
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

  get page(): AskedPage {
    const { startIndex, count: limit } = this.query;
    if (!this.byCursor) return { offset: startIndex - 1, limit };
    const { place, total } = this.cursor ?? {};
    return { offset: 0, limit, ...(place ? { place } : {}), ...(total === undefined ? {} : { total }) };
  }

  /** Where the page that was found stands in the list. */
  placeOf(found: {
    readonly total: number;
    readonly next?: PagePlace | undefined;
    readonly previous?: PagePlace | undefined;
  }): PageOf {
    const { total, next, previous } = found;
    if (!this.byCursor) return { totalResults: total, startIndex: this.query.startIndex };
    return {
      totalResults: total,
      ...(next ? { nextCursor: this.seal({ total, place: next }) } : {}),
      ...(previous ? { previousCursor: this.seal({ total, place: previous }) } : {}),
    };
  }

  seal(content: CursorContent): string {
    return this.cursors.seal(content, this.identity);
  }
}

/** The order in which services list resources. */
export function sortOrderOf({ sort }: ListQuery): { readonly sort?: SortOrder } {
  const attribute = sort && sortAttribute(sort.path);
  return attribute === undefined ? {} : { sort: { attribute, descending: sort?.descending === true } };
}

import { listResponse } from '@rollcall/scim';
import { Failure } from '@rollcall/gateway-kit';
import type { FastifyRequest } from 'fastify';
import { queryOf } from './request-parts.js';

/**
 * All documents of a kind. A filter is refused, so that no client takes the whole list for the filtered one (RFC 7644
 * §4).
 */
export function discoveryList(documents: readonly object[], request: FastifyRequest): object {
  if (queryOf(request)['filter'] !== undefined) {
    throw new Failure('discovery-filter', { status: 403, detail: 'This list cannot be filtered: read all of it.' });
  }
  return listResponse(documents, { totalResults: documents.length, startIndex: 1 });
}

import { listResponse } from '@rollcall/scim';
import { Failure, type Answer } from '@rollcall/gateway-kit';
import type { FastifyRequest } from 'fastify';
import { documentAnswer } from './document-answer.js';
import { parametersOf } from './request-parts.js';

/**
 * All documents of a kind; pages and orders are ignored (RFC 7644 §4).
 * @throws Failure 403 for a filter: no client may take the whole list for the filtered one
 */
export function discoveryList(documents: readonly object[], request: FastifyRequest): Answer<object | undefined> {
  assertNoFilter(request, 'This list cannot be filtered: read all of it.');
  return documentAnswer(request, listResponse(documents, { totalResults: documents.length, startIndex: 1 }));
}

/** One document. @throws Failure 403 for a filter (RFC 7644 §4) */
export function discoveryDocument(document: object, request: FastifyRequest): Answer<object | undefined> {
  assertNoFilter(request, 'This document cannot be filtered: read all of it.');
  return documentAnswer(request, document);
}

function assertNoFilter(request: FastifyRequest, detail: string): void {
  if (parametersOf(request)['filter'] !== undefined) throw new Failure('discovery-filter', { status: 403, detail });
}

import { Urns } from '../schemas/urns.js';

/** A page of resources (RFC 7644 §3.4.2). The numbers are JSON numbers: importers stop at a text without a word. */
export interface ListResponse<T> {
  readonly schemas: readonly [string];
  readonly totalResults: number;
  readonly startIndex: number;
  /** How many are returned, not how many were asked for. */
  readonly itemsPerPage: number;
  readonly Resources: readonly T[];
}

export function listResponse<T>(
  resources: readonly T[],
  of: { readonly totalResults: number; readonly startIndex: number },
): ListResponse<T> {
  return {
    schemas: [Urns.listResponse],
    totalResults: of.totalResults,
    startIndex: of.startIndex,
    itemsPerPage: resources.length,
    Resources: resources,
  };
}

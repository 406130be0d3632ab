import { Urns } from '../schemas/urns.js';

/**
 * A page of resources (RFC 7644 §3.4.2). The numbers are JSON numbers: some importers stop at a text without an error.
 */
export interface ListResponse<T> {
  readonly schemas: readonly [string];
  readonly totalResults: number;
  readonly startIndex: number;
  /** The number of resources returned, not the number requested. */
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

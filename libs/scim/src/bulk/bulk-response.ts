import type { ErrorMessage } from '../messages/error-message.js';
import { Urns } from '../schemas/urns.js';

/** What became of one operation (RFC 7644 §3.7.3). */
export interface BulkResult {
  readonly location?: string;
  readonly method?: string;
  readonly bulkId?: string;
  readonly version?: string;
  /** The HTTP status as a text, as the RFC has it. */
  readonly status: string;
  /** Why it failed. What succeeded has none: the RFC leaves it to the service, and its location says where to read it. */
  readonly response?: ErrorMessage;
  /** Of a dry run: what would change. */
  readonly [Urns.wouldChange]?: object;
}

export interface BulkResponse {
  readonly schemas: readonly [string];
  readonly Operations: readonly BulkResult[];
}

/** @param results in the order of the request */
export function bulkResponse(results: readonly BulkResult[]): BulkResponse {
  return { schemas: [Urns.bulkResponse], Operations: results };
}

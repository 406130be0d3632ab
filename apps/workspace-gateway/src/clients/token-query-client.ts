import type { TokenView } from '@rollcall/contracts';
import type { Call } from '../http/request-context.js';

/** Reads from token-service; rejects with `ServiceUnavailable` where it does not answer in time. */
export interface TokenQueryClient {
  /** Newest first, ended ones too. */
  list(call: Call): Promise<readonly TokenView[]>;
}

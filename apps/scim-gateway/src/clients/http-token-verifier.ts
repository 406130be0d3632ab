import { TokenQueries, type CheckToken, type TokenVerdict } from '@rollcall/contracts';
import type { InternalHttpClient } from '@rollcall/service-kit';
import type { TokenVerifier, VerificationCall } from './token-verifier.js';

/** Calls token-service's internal port. */
export class HttpTokenVerifier implements TokenVerifier {
  constructor(private readonly http: InternalHttpClient) {}

  check(question: CheckToken, call: VerificationCall): Promise<TokenVerdict> {
    return this.http.query<TokenVerdict>(TokenQueries.check, question, call);
  }
}

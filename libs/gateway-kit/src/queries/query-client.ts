import type { QueriedService, QueryDefinition } from '@rollcall/contracts';
import type { InternalHttpClient } from '@rollcall/service-kit';

/** The request that a query is asked for. */
export interface QueryCall {
  /** Goes along as the correlation id. */
  readonly requestId: string;
  readonly traceparent: string;
  /** Milliseconds until whoever asks must have the answer. */
  readonly leftMs: number;
}

/** What a handler needs of `QueryClient`. */
export type Queries = Pick<QueryClient, 'ask'>;

/** Asks the services, each for what it owns. */
export class QueryClient {
  constructor(private readonly services: Readonly<Record<QueriedService, Pick<InternalHttpClient, 'ask'>>>) {}

  /**
   * Resolves with what was committed before the query was asked, as its definition says.
   * @throws Refusal where the service says no, ServiceUnavailable where it gives no answer in the time that is left
   */
  ask<Input extends object, Answer>(
    definition: QueryDefinition<Input, Answer> & { readonly service: QueriedService },
    input: NoInfer<Input>,
    call: QueryCall,
  ): Promise<Answer> {
    return this.services[definition.service].ask(definition, input, queryOptions(call));
  }
}

/** How a query goes on with the request: its time, its trace, its id. */
export function queryOptions({ leftMs, traceparent, requestId }: QueryCall) {
  return { timeoutMs: Math.max(1, leftMs), traceparent, correlationId: requestId };
}

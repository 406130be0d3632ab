import type { QueriedService, QueryDefinition } from '@rollcall/contracts';
import type { InternalHttpClient } from '@rollcall/service-kit';

/** The request that a query belongs to. */
export interface QueryCall {
  /** The correlation id of the query. */
  readonly requestId: string;
  readonly traceparent: string;
  /** Milliseconds until the client must have its answer. */
  readonly leftMs: number;
  /** Whose turn it takes among other calls, where the query's own account is not known to be the caller's. */
  readonly turnOf?: string;
}

type Asker = Pick<InternalHttpClient, 'ask'>;

/** The part of `QueryClient` that handlers use. */
export type Queries = Pick<QueryClient, 'ask'>;

/** Sends each query to the service that owns the data. */
export class QueryClient {
  /** @param passwords for the queries that compare a password */
  constructor(
    private readonly services: Readonly<Record<QueriedService, Asker>>,
    private readonly passwords: Asker = services['user-service'],
  ) {}

  /**
   * Sends a query. The answer includes all that was committed before, as the query's definition says.
   * @throws Refusal where the service refuses, ServiceUnavailable where it does not answer in the time that is left
   */
  ask<Input extends object, Answer>(
    definition: QueryDefinition<Input, Answer> & { readonly service: QueriedService },
    input: NoInfer<Input>,
    call: QueryCall,
  ): Promise<Answer> {
    const { service, comparesPassword = false } = definition;
    const client = comparesPassword ? this.passwords : this.services[service];
    return client.ask(definition, input, queryOptions(call));
  }
}

/** The options of a query that belongs to a request: its remaining time, its trace, its id. */
export function queryOptions({ leftMs, traceparent, requestId, turnOf }: QueryCall) {
  const options = { timeoutMs: Math.max(1, leftMs), traceparent, correlationId: requestId };
  return turnOf === undefined ? options : { ...options, turnOf };
}

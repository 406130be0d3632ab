import { createParamDecorator, SetMetadata, type ExecutionContext } from '@nestjs/common';

/** What every internal call says about itself. */
export interface CallOrigin {
  /** Name of the calling service. */
  readonly caller: string;
  readonly traceparent?: string;
  readonly correlationId?: string;
}

export interface InternalRequest {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  caller?: string;
}

/** Parameter of a query: who asks, and under which correlation id and trace. */
export const Origin = createParamDecorator((_: unknown, context: ExecutionContext): CallOrigin => {
  const request = context.switchToHttp().getRequest<InternalRequest>();
  const header = (name: string) => {
    const value = request.headers[name];
    return typeof value === 'string' ? value : undefined;
  };
  const traceparent = header('traceparent');
  const correlationId = header(correlationHeader);
  return {
    caller: request.caller ?? 'unknown',
    ...(traceparent === undefined ? {} : { traceparent }),
    ...(correlationId === undefined ? {} : { correlationId }),
  };
});

export const correlationHeader = 'rollcall-correlation-id';

export const openToAll = 'rollcall:open-to-all';

/** Routes that need no credential: health and metrics. */
export const OpenToAll = () => SetMetadata(openToAll, true);

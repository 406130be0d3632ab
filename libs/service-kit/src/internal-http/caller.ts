export interface InternalRequest {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  caller?: string;
}

export const correlationHeader = 'rollcall-correlation-id';

import { SetMetadata } from '@nestjs/common';

export interface InternalRequest {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  caller?: string;
}

export const correlationHeader = 'rollcall-correlation-id';

export const openToAll = 'rollcall:open-to-all';

/** Routes that need no credential: health and metrics. */
export const OpenToAll = () => SetMetadata(openToAll, true);

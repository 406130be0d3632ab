import { queryOptions } from '@tanstack/react-query';
import { call } from './call';
import { listAuditStreams } from './generated/sdk.gen';
import { readAnew } from './query-client';

/** How far a stream has come changes without a hint: it is asked for again as long as it is looked at. */
const everyMs = 10_000;

/** Where the audit log is sent, without secrets. */
export const auditStreamsQuery = queryOptions({
  queryKey: ['audit-streams'],
  queryFn: () => call(listAuditStreams()),
  refetchInterval: everyMs,
});

/** After a change of streams: asks for them once more. */
export const auditStreamsChanged = (): void => readAnew('audit-streams');

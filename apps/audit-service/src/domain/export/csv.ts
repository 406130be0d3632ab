import { canonicalJson, csvCell } from '@rollcall/audit-proof';
import type { AuditEntryView } from '@rollcall/contracts';

type Column = readonly [title: string, of: (entry: AuditEntryView) => string | number | undefined];

const columns: readonly Column[] = [
  ['seq', ({ seq }) => seq],
  ['at', ({ at }) => at],
  ['type', ({ type }) => type],
  ['outcome', ({ outcome }) => outcome],
  ['sentence', ({ sentence }) => sentence],
  ['actor_kind', ({ actor }) => actor?.kind],
  ['actor_id', ({ actor }) => actor?.id],
  ['subject_kind', ({ subject }) => subject?.kind],
  ['subject_id', ({ subject }) => subject?.id],
  ['request_id', ({ requestId }) => requestId],
  ['method', ({ method }) => method],
  ['route', ({ route }) => route],
  ['status', ({ status }) => status],
  ['code', ({ code }) => code],
  ['address', ({ address }) => address],
  ['user_agent', ({ userAgent }) => userAgent],
  ['id', ({ id }) => id],
  ['received_at', ({ receivedAt }) => receivedAt],
  ['kind', ({ kind }) => kind],
  ['also', ({ also }) => also?.join(' ')],
  ['causation_id', ({ causationId }) => causationId],
  ['version', ({ version }) => version],
  ['duration_ms', ({ durationMs }) => durationMs],
  ['detail', ({ detail }) => detail && canonicalJson(detail)],
];

/** The first line of a file. */
export const csvTitles = columns.map(([title]) => title).join(',');

/** An entry as a line of CSV (RFC 4180), without the end of the line. */
export function csvLine(entry: AuditEntryView): string {
  return columns.map(([, of]) => csvCell(of(entry))).join(',');
}

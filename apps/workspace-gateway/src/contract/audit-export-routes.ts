import { auditExportFormats, Described, MayBeAbsent } from '@rollcall/contracts';
import { Type } from 'class-transformer';
import { IsIn, IsInt, Min } from 'class-validator';
import { LookFor } from './audit-routes.js';
import { routesOf } from './define-route.js';

const defineRoute = routesOf('Audit');

/** `proof`: the file that the offline verifier checks. */
const formats = [...auditExportFormats, 'proof'] as const;
type Format = (typeof formats)[number];

/** What each format is over HTTP. */
export const exportTypes: Readonly<Record<Format, string>> = {
  ndjson: 'application/x-ndjson',
  csv: 'text/csv; charset=utf-8',
  ocsf: 'application/x-ndjson',
  proof: 'application/x-ndjson',
};

/** Of the answer: since when nothing is missing in the log; without it nothing ever was. */
export const completeSinceHeader = 'rollcall-complete-since';

class ExportEntries extends LookFor {
  @Described(
    'ndjson: entries as searches answer them, one a line. csv: RFC 4180. ocsf: events of OCSF 1.8, one a line. proof: what proves that entries are what was logged; takes no words of a search.',
  )
  @MayBeAbsent()
  @IsIn(formats)
  format: Format = 'ndjson';
  @Described('The number (`seq`) of the last entry that is there already: the export goes on behind it.')
  @MayBeAbsent()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  after?: number;
}

export const exportAuditEntries = defineRoute({
  name: 'exportAuditEntries',
  method: 'GET',
  path: '/api/audit/export',
  summary: 'Export the audit log, oldest first, up to its end',
  about:
    'The answer is streamed. Where it breaks off, ask again with the number of the last whole line as `after`; so does whoever wants what has come since. Where something is missing in the log, the header `Rollcall-Complete-Since` says since when nothing is.',
  access: 'audit.read',
  auditToken: true,
  query: ExportEntries,
  text: [...new Set(Object.values(exportTypes))],
  refusals: ['audit-question-invalid', 'audit-not-signed', 'audit-not-installed'],
});

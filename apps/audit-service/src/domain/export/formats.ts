import { ocsfEvent } from '@rollcall/audit-proof';
import type { AuditEntryView, AuditExportFormat } from '@rollcall/contracts';
import { csvLine, csvTitles } from './csv.js';

/** How entries become lines of a file. */
export interface ExportFormat {
  /** What stands before the first entry. */
  readonly head?: readonly string[];
  readonly line: (entry: AuditEntryView, accountId: string) => string;
}

export const exportFormats: Readonly<Record<AuditExportFormat, ExportFormat>> = {
  ndjson: { line: (entry) => JSON.stringify(entry) },
  csv: { head: [csvTitles], line: csvLine },
  ocsf: { line: (entry, accountId) => JSON.stringify(ocsfEvent(entry, accountId)) },
};

import { selectedColumns } from '@rollcall/persistence';
import { AuditStreamRow } from '../entities/stream-row.js';

/** The columns of a stream in `s`; its numbers grow like those of entries. */
export const streamColumns = selectedColumns(AuditStreamRow, 's').replaceAll('::int', '::float8');

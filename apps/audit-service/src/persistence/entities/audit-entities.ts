import { AccountClosureRow } from '@rollcall/persistence';
import { EntryRow, ReadEntryRow } from './entry-row.js';
import { HoldRow } from './hold-row.js';
import {
  AccountDayRow,
  AuditLogRow,
  ComparedAccountRow,
  ConsumedRow,
  LastVersionRow,
  RecorderRunRow,
} from './log-rows.js';
import {
  CheckpointRow,
  GrownLogRow,
  KeySuccessionRow,
  LeafRunRow,
  LogStatementRow,
  LogTileRow,
  StruckIdRow,
} from './proof-rows.js';
import { SourceRow } from './source-row.js';

/** The service's own tables. */
export const auditEntities = [
  EntryRow,
  ReadEntryRow,
  SourceRow,
  AuditLogRow,
  AccountDayRow,
  LastVersionRow,
  ConsumedRow,
  RecorderRunRow,
  ComparedAccountRow,
  LeafRunRow,
  GrownLogRow,
  LogTileRow,
  LogStatementRow,
  CheckpointRow,
  KeySuccessionRow,
  StruckIdRow,
  HoldRow,
];

/** All tables, in the order in which they are emptied of closed accounts. */
export const allEntities = [...auditEntities, AccountClosureRow];

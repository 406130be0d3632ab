import { AccountClosureRow, OutboxRow } from '@rollcall/persistence';
import { AccountTermRow } from './account-term-row.js';
import { EntryRow, ReadEntryRow } from './entry-row.js';
import { HeartbeatRow } from './heartbeat-row.js';
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
  DueStrikeRow,
  GrownLogRow,
  KeySuccessionRow,
  LeafRunRow,
  LogStatementRow,
  LogTileRow,
  StruckIdRow,
} from './proof-rows.js';
import { SourceRow } from './source-row.js';
import { AuditStreamRow } from './stream-row.js';

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
  DueStrikeRow,
  HoldRow,
  AccountTermRow,
  AuditStreamRow,
  HeartbeatRow,
];

/** All tables, in the order in which they are emptied of closed accounts. */
export const allEntities = [...auditEntities, OutboxRow, AccountClosureRow];

import { AddDueStrikes1766200000073 } from './add-due-strikes.js';
import { AddHeartbeats1766200000074 } from './add-heartbeats.js';
import { AddHolds1766200000068 } from './add-holds.js';
import { AddProofs1766200000002 } from './add-proofs.js';
import { AddStreams1766200000070 } from './add-streams.js';
import { AddTerms1766200000072 } from './add-terms.js';
import { CreateAuditLogs1766200000001 } from './create-audit-logs.js';
import { FollowRecorders1766200000071 } from './follow-recorders.js';
import { FindPutRight1766200000003 } from './find-put-right.js';
import { NoteMissingEvents1766200000076 } from './note-missing-events.js';
import { NumberStreams1766200000075 } from './number-streams.js';

/** All migrations of the service, oldest first. */
export const auditMigrations = [
  CreateAuditLogs1766200000001,
  AddProofs1766200000002,
  FindPutRight1766200000003,
  AddHolds1766200000068,
  AddStreams1766200000070,
  FollowRecorders1766200000071,
  AddTerms1766200000072,
  AddDueStrikes1766200000073,
  AddHeartbeats1766200000074,
  NumberStreams1766200000075,
  NoteMissingEvents1766200000076,
];

/** No entry is changed: the service's role may add and read them, and delete those of closed accounts. */
export const auditGrants = {
  entries: 'SELECT, INSERT, DELETE',
  read_entries: 'SELECT, INSERT, DELETE',
  sources: 'SELECT, INSERT, DELETE',
  log_statements: 'SELECT, INSERT, DELETE',
  checkpoints: 'SELECT, INSERT',
  key_successions: 'SELECT, INSERT',
};

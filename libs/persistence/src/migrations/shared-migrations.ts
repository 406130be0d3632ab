import { CreateAccountClosures1764800000001 } from './create-account-closures.js';
import { CreateExpectRows1764000000004 } from './create-expect-rows.js';
import { CreateInbox1764000000001 } from './create-inbox.js';
import { CreateOutbox1764000000002 } from './create-outbox.js';
import { CreateParkedMessages1764000000003 } from './create-parked-messages.js';
import type { MigrationClass } from './migration.js';

/** The tables that every service has. Published migrations are never edited. */
export const sharedMigrations: readonly MigrationClass[] = [
  CreateInbox1764000000001,
  CreateOutbox1764000000002,
  CreateParkedMessages1764000000003,
  CreateExpectRows1764000000004,
  CreateAccountClosures1764800000001,
];

/** The tables of a service that handles no commands: it has to know which accounts are closed, and may announce. */
export const readerMigrations: readonly MigrationClass[] = [
  CreateAccountClosures1764800000001,
  CreateOutbox1764000000002,
];

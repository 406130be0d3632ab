import type { EntityClass } from '../connection/data-source.js';
import { AccountClosureRow } from './account-closure-row.js';
import { InboxRow } from './inbox-row.js';
import { OutboxRow } from './outbox-row.js';
import { ParkedMessageRow } from './parked-message-row.js';

/** The tables that every service with a database has. */
export const sharedEntities: readonly EntityClass[] = [AccountClosureRow, InboxRow, OutboxRow, ParkedMessageRow];

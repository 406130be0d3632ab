import { CountUsers1764400000001 } from './count-users.js';
import { CreateSessions1764300000001 } from './create-sessions.js';
import { CreateUsers1764100000001 } from './create-users.js';
import { EraseUsers1764700000001 } from './erase-users.js';
import { FoldUserNames1764600000039 } from './fold-user-names.js';
import { HoldLeavers1765200000001 } from './hold-leavers.js';
import { IndexEmailsAtOnce1764100000002 } from './index-emails-at-once.js';
import { IndexLinksByExpiry1764500000035 } from './index-links-by-expiry.js';
import { ListSessionsAndFailures1764500036001 } from './list-sessions-and-failures.js';
import { KeepNotices1765200000002 } from './keep-notices.js';
import { KeepNoticeWords1765200000003 } from './keep-notice-words.js';
import { LeaseLeavers1765300000056 } from './lease-leavers.js';
import { NumberWebhooks1765400000075 } from './number-webhooks.js';
import { RememberKnownPasswords1765400000074 } from './remember-known-passwords.js';
import { SearchUsers1765000000001 } from './search-users.js';
import { SendNotices1765300000001 } from './send-notices.js';
import { TellWhatBecameOfNotices1765400000001 } from './tell-what-became-of-notices.js';
import { OwnSignIns1764500000001 } from './own-sign-ins.js';

/** All migrations of the service, oldest first. */
export const userMigrations = [
  CreateUsers1764100000001,
  IndexEmailsAtOnce1764100000002,
  CreateSessions1764300000001,
  CountUsers1764400000001,
  OwnSignIns1764500000001,
  IndexLinksByExpiry1764500000035,
  ListSessionsAndFailures1764500036001,
  FoldUserNames1764600000039,
  EraseUsers1764700000001,
  SearchUsers1765000000001,
  HoldLeavers1765200000001,
  KeepNotices1765200000002,
  KeepNoticeWords1765200000003,
  SendNotices1765300000001,
  LeaseLeavers1765300000056,
  TellWhatBecameOfNotices1765400000001,
  RememberKnownPasswords1765400000074,
  NumberWebhooks1765400000075,
];

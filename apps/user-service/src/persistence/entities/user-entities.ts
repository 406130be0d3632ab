import { AccountRow, CustomRoleRow, UserCountRow } from './account-rows.js';
import { DeviceKeyRow, PasswordHashRow, PasswordLinkRow, SessionRow, SignInFailuresRow } from './credential-rows.js';
import { ErasedUserRow, OpenErasureRow } from './erasure-rows.js';
import { LeaverPassRow, LeaverRow, RecentLeaverRow } from './leaver-rows.js';
import { NoticeRow, NoticeWordRow } from './notice-rows.js';
import { UserRow } from './user-row.js';
import { DeliveryRow, NotificationChoiceRow, WebhookRow } from './webhook-rows.js';

/** The service's own tables. */
export const userEntities = [
  UserRow,
  AccountRow,
  CustomRoleRow,
  UserCountRow,
  PasswordHashRow,
  SessionRow,
  SignInFailuresRow,
  DeviceKeyRow,
  PasswordLinkRow,
  ErasedUserRow,
  OpenErasureRow,
  LeaverRow,
  RecentLeaverRow,
  LeaverPassRow,
  NoticeRow,
  NoticeWordRow,
  WebhookRow,
  DeliveryRow,
  NotificationChoiceRow,
];

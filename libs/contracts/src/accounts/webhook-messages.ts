import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { IsActor, type Actor } from '../actor.js';
import { defineCommand, defineEvent } from '../define/message.js';
import { IdReply } from '../id-reply.js';
import { Topics } from '../topics.js';
import { AccountEvent } from './account-messages.js';
import { noticeKinds, type NoticeKind } from './notices.js';
import { maxWebhookUrl, WebhookView } from './webhook-views.js';

class WebhookCommand {
  @IsUUID() accountId: string;
  @IsUUID() webhookId: string;
  @IsActor() actor: Actor;
}

/** An admin wants notices to be sent to an address. The secret that signs them travels sealed; only user-service can open it. */
export class AddWebhook extends WebhookCommand {
  @IsString() @MaxLength(maxWebhookUrl) url: string;
  /** Absent: all kinds, and those of later versions. */
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(noticeKinds.length)
  @IsIn(noticeKinds, { each: true })
  kinds?: NoticeKind[];
  @IsString() @MaxLength(500) sealedSecret: string;
}

/** Changes what is named and leaves the rest. What waits is tried at once where the address is another one, or the webhook is on again. */
export class ChangeWebhook extends WebhookCommand {
  @IsOptional() @IsString() @MaxLength(maxWebhookUrl) url?: string;
  /** An empty list: all kinds, and those of later versions. */
  @IsOptional() @IsArray() @ArrayMaxSize(noticeKinds.length) @IsIn(noticeKinds, { each: true }) kinds?: NoticeKind[];
  @IsOptional() @IsBoolean() enabled?: boolean;
  /** The versions that the caller accepts (`*` = any); absent = any. Otherwise `version-mismatch`. */
  @IsOptional() @IsArray() @ArrayMaxSize(50) @IsString({ each: true }) ifMatch?: string[];
}

/** Removes a webhook, with what waits for it. */
export class RemoveWebhook extends WebhookCommand {
  /** As of `account.change-webhook`. */
  @IsOptional() @IsArray() @ArrayMaxSize(50) @IsString({ each: true }) ifMatch?: string[];
}

/** A new secret, which signs beside the present one until that ends. An older one ends at once. */
export class RotateWebhookSecret extends WebhookCommand {
  @IsString() @MaxLength(500) sealedSecret: string;
  /** For how long the present secret signs too; 0 ends it now. */
  @IsInt() @Min(0) @Max(168) keepOldHours: number;
}

/** Reply of `account.rotate-webhook-secret`. */
export class RotatedSecret extends WebhookView {
  /** SHA-256 of the sealed secret that was kept, hex: a sender that repeats the command sees whether it was hers. */
  @IsString() readonly sealedDigest: string;
}

export class WebhookEvent extends AccountEvent {
  @IsUUID() webhookId: string;
}

export class WebhookChanged extends WebhookEvent {
  /** Names of what changed. */
  @IsArray() @IsIn(['url', 'kinds', 'enabled'], { each: true }) changed: ('url' | 'kinds' | 'enabled')[];
}

/** An admin chooses which kinds of notices she gets by e-mail. What is not named stays. */
export class ChooseNotifications {
  @IsUUID() accountId: string;
  @IsArray() @ArrayMaxSize(noticeKinds.length) @IsIn(noticeKinds, { each: true }) on: NoticeKind[];
  @IsArray() @ArrayMaxSize(noticeKinds.length) @IsIn(noticeKinds, { each: true }) off: NoticeKind[];
  @IsActor() actor: Actor;
}

/** Which kinds of notices an admin gets by e-mail. */
export class NotificationChoice {
  /** Kinds that are switched off. */
  @IsArray() @IsIn(noticeKinds, { each: true }) readonly off: NoticeKind[];
}

export class NotificationsChosen extends AccountEvent {
  @IsArray() @IsIn(noticeKinds, { each: true }) off: NoticeKind[];
}

const accountId = '01890a5d-ac96-774b-bcce-b302099a8057';
const ids = { accountId, webhookId: '01890a5d-ac96-774b-bcce-b302099a8068' };
const actor: Actor = { kind: 'admin', id: '01890a5d-ac96-774b-bcce-b302099a8063' };
const sealedSecret = 'qXo3bV7k.AAECAwQFBgcICQoLDA0ODw';
const key = (m: { accountId: string }) => m.accountId;
const command = { version: 1, topic: Topics.userCommands, key } as const;
const event = { version: 1, topic: Topics.userEvents, key } as const;

export const WebhookCommands = {
  add: defineCommand({
    ...command,
    type: 'account.add-webhook',
    payload: AddWebhook,
    reply: WebhookView,
    example: { ...ids, actor, url: 'https://hooks.acme.example/rollcall', kinds: ['leavers-held'], sealedSecret },
  }),
  change: defineCommand({
    ...command,
    type: 'account.change-webhook',
    payload: ChangeWebhook,
    reply: WebhookView,
    example: { ...ids, actor, enabled: false },
  }),
  remove: defineCommand({
    ...command,
    type: 'account.remove-webhook',
    payload: RemoveWebhook,
    reply: IdReply,
    example: { ...ids, actor },
  }),
  rotateSecret: defineCommand({
    ...command,
    type: 'account.rotate-webhook-secret',
    payload: RotateWebhookSecret,
    reply: RotatedSecret,
    example: { ...ids, actor, sealedSecret, keepOldHours: 24 },
  }),
  chooseNotifications: defineCommand({
    ...command,
    type: 'account.choose-notifications',
    payload: ChooseNotifications,
    reply: NotificationChoice,
    example: { accountId, actor, on: [], off: ['run-held'] },
  }),
} as const;

/** Events of webhooks have ids only: an address may hold what is not everybody's. They do not change the account. */
export const WebhookEvents = {
  added: defineEvent({ ...event, type: 'account.webhook-added', payload: WebhookEvent, example: { ...ids, actor } }),
  changed: defineEvent({
    ...event,
    type: 'account.webhook-changed',
    payload: WebhookChanged,
    example: { ...ids, actor, changed: ['enabled'] },
  }),
  removed: defineEvent({
    ...event,
    type: 'account.webhook-removed',
    payload: WebhookEvent,
    example: { ...ids, actor },
  }),
  secretRotated: defineEvent({
    ...event,
    type: 'account.webhook-secret-rotated',
    payload: WebhookEvent,
    example: { ...ids, actor },
  }),
  notificationsChosen: defineEvent({
    ...event,
    type: 'account.notifications-chosen',
    payload: NotificationsChosen,
    example: { accountId, actor, off: ['run-held'] },
  }),
} as const;

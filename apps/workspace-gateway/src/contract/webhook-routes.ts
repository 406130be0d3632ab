import {
  Described,
  ListOf,
  maxWebhookUrl,
  MayBeAbsent,
  Nested,
  noticeKinds,
  webhookProblems,
  type NoticeKind,
  type WebhookProblem,
} from '@rollcall/contracts';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean, IsIn, IsInt, IsString, Max, Min } from 'class-validator';
import { Id, Text, Time } from './decorators.js';
import { routesOf } from './define-route.js';
import { pageOf, Paging } from './shapes.js';

const defineRoute = routesOf('SCIM');

class WebhookId {
  @Id() webhookId: string;
}

export class Webhook {
  @Id() id: string;
  @Described('Rises with every change; the number in the ETag.') @IsInt() version: number;
  @IsString() url: string;
  @Described('Which kinds of notices are sent; absent: all, and those of later versions.')
  @MayBeAbsent()
  @IsArray()
  @IsIn(noticeKinds, { each: true })
  kinds?: NoticeKind[];
  @Described('Nothing is sent while it is off; what waits, waits.') @IsBoolean() enabled: boolean;
  @Time() createdAt: string;
  @Described('Until then messages are signed with the former secret too.')
  @MayBeAbsent()
  @Time()
  oldSecretEndsAt?: string;
  @Described('Since when nothing has been delivered; absent where the last attempt was a success.')
  @MayBeAbsent()
  @Time()
  failingSince?: string;
  @Described('How many messages wait.') @MayBeAbsent() @IsInt() waiting?: number;
}

class Webhooks {
  @ListOf(() => Webhook) items: Webhook[];
}

class NewWebhook {
  @Described('https:, without a name or password in it.') @Text(maxWebhookUrl) url: string;
  @Described('Absent: all, and those of later versions.')
  @MayBeAbsent()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(noticeKinds.length)
  @IsIn(noticeKinds, { each: true })
  kinds?: NoticeKind[];
}

class WebhookChange {
  @MayBeAbsent() @Text(maxWebhookUrl) url?: string;
  @Described('An empty list: all, and those of later versions.')
  @MayBeAbsent()
  @IsArray()
  @ArrayMaxSize(noticeKinds.length)
  @IsIn(noticeKinds, { each: true })
  kinds?: NoticeKind[];
  @MayBeAbsent() @IsBoolean() enabled?: boolean;
}

class WebhookWithSecret {
  @Nested(() => Webhook) webhook: Webhook;
  @Described('Give it to the receiver now: it checks signatures with it.') @IsString() secret: string;
}

export class SecretRotation {
  @Described('For how long the present secret signs too; 0 ends it now.')
  @MayBeAbsent()
  @IsInt()
  @Min(0)
  @Max(168)
  keepOldHours: number = 24;
}

export class Attempt {
  @IsBoolean() delivered: boolean;
  @Described('What went wrong, and what to do.') @IsString() sentence: string;
  @MayBeAbsent() @IsIn(webhookProblems) problem?: WebhookProblem;
  @Described('The HTTP status of the answer.') @MayBeAbsent() @IsInt() status?: number;
  @Described('In milliseconds.') @IsInt() took: number;
}

class Delivery {
  @Described('The `webhook-id` of its headers, the same at each attempt.') @Id() id: string;
  @Id() noticeId: string;
  @IsIn(noticeKinds) kind: NoticeKind;
  @IsIn(['waiting', 'delivered']) state: 'waiting' | 'delivered';
  @Described('How it went so far.') @IsString() sentence: string;
  @Time() createdAt: string;
  @IsInt() attempts: number;
  @MayBeAbsent() @Time() lastAttemptAt?: string;
  @MayBeAbsent() @Time() deliveredAt?: string;
  @MayBeAbsent() @Time() nextAttemptAt?: string;
  @MayBeAbsent() @IsIn(webhookProblems) problem?: WebhookProblem;
  @Described('The HTTP status of the last answer.') @MayBeAbsent() @IsInt() status?: number;
}

class DeliveryPage extends pageOf(Delivery) {}

const one = '/api/webhooks/:webhookId';

export const listWebhooks = defineRoute({
  name: 'listWebhooks',
  method: 'GET',
  path: '/api/webhooks',
  summary: 'The addresses to which notices are sent',
  access: 'scim.read',
  answer: Webhooks,
});

export const findWebhook = defineRoute({
  name: 'findWebhook',
  method: 'GET',
  path: one,
  summary: 'One address to which notices are sent',
  access: 'scim.read',
  params: WebhookId,
  answer: Webhook,
  etag: true,
  refusals: ['webhook-not-found'],
});

export const createWebhook = defineRoute({
  name: 'createWebhook',
  method: 'POST',
  path: '/api/webhooks',
  summary: 'Send notices to an address',
  about:
    'Notices that are raised from now on are posted there, signed as Standard Webhooks says, at least once, until the receiver answers 2xx. The secret is shown once. An account has at most 10.',
  access: 'scim.manage',
  confirmed: true,
  body: NewWebhook,
  status: [201],
  answer: WebhookWithSecret,
  etag: true,
  retryKey: true,
  refusals: ['webhook-url-invalid', 'too-many-webhooks', 'webhooks-off', 'secret-shown'],
});

export const changeWebhook = defineRoute({
  name: 'changeWebhook',
  method: 'PATCH',
  path: one,
  summary: 'Change a webhook; what is not named stays',
  about: 'After another address, and after it was switched on again, what waits is tried at once.',
  access: 'scim.manage',
  confirmed: true,
  params: WebhookId,
  body: WebhookChange,
  dryRun: true,
  answer: Webhook,
  etag: true,
  ifMatch: true,
  refusals: ['webhook-not-found', 'webhook-url-invalid', 'webhooks-off', 'version-mismatch'],
});

export const deleteWebhook = defineRoute({
  name: 'deleteWebhook',
  method: 'DELETE',
  path: one,
  summary: 'Send nothing to this address any more, also not what waits',
  access: 'scim.manage',
  params: WebhookId,
  dryRun: true,
  status: [204],
  ifMatch: true,
  refusals: ['webhook-not-found', 'version-mismatch'],
});

export const rotateWebhookSecret = defineRoute({
  name: 'rotateWebhookSecret',
  method: 'POST',
  path: `${one}/secret`,
  summary: 'Give a webhook a new secret',
  about:
    'The secret is shown once. For a day, or as long as you say, messages are signed with the present secret too, so that the receiver can change over; one that was there before is gone.',
  access: 'scim.manage',
  confirmed: true,
  params: WebhookId,
  body: SecretRotation,
  noBodyNeeded: true,
  status: [201],
  answer: WebhookWithSecret,
  etag: true,
  retryKey: true,
  refusals: ['webhook-not-found', 'webhooks-off', 'secret-shown'],
});

export const testWebhook = defineRoute({
  name: 'testWebhook',
  method: 'POST',
  path: `${one}/test`,
  summary: 'Send a test message now, and say how it went',
  access: 'scim.manage',
  params: WebhookId,
  answer: Attempt,
  retryKey: { none: 'a test that is repeated is sent again' },
  refusals: ['webhook-not-found', 'webhooks-off', 'webhook-test-busy'],
});

export const listDeliveries = defineRoute({
  name: 'listDeliveries',
  method: 'GET',
  path: `${one}/deliveries`,
  summary: 'What was sent to a webhook in the last 30 days, and what waits, newest first',
  access: 'scim.read',
  params: WebhookId,
  query: Paging,
  answer: DeliveryPage,
  refusals: ['webhook-not-found'],
});

class Notification {
  @IsIn(noticeKinds) kind: NoticeKind;
  @Described('Whether you get an e-mail when one is raised.') @IsBoolean() mail: boolean;
}

class Notifications {
  @Described('Whether this installation sends e-mail at all.') @IsBoolean() sendsMail: boolean;
  @ListOf(() => Notification) items: Notification[];
}

class NotificationChange {
  @MayBeAbsent() @IsArray() @ArrayMaxSize(noticeKinds.length) @IsIn(noticeKinds, { each: true }) on: NoticeKind[] = [];
  @MayBeAbsent() @IsArray() @ArrayMaxSize(noticeKinds.length) @IsIn(noticeKinds, { each: true }) off: NoticeKind[] = [];
}

export const myNotifications = defineRoute({
  name: 'myNotifications',
  method: 'GET',
  path: '/api/me/notifications',
  summary: 'Which kinds of notices you get by e-mail',
  access: 'scim.read',
  answer: Notifications,
});

export const changeMyNotifications = defineRoute({
  name: 'changeMyNotifications',
  method: 'PATCH',
  path: '/api/me/notifications',
  summary: 'Switch kinds of notices on or off for yourself; kinds that are not named stay',
  access: 'scim.manage',
  body: NotificationChange,
  dryRun: true,
  answer: Notifications,
});

import {
  IsArray,
  IsBoolean,
  IsDateString,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { defineQuery } from '../define/query.js';
import { ListOf } from '../schema/nested.js';
import { maxEndpointUrl } from '../values/endpoint-url.js';
import { noticeKinds, type NoticeKind } from './notices.js';

/** How many webhooks an account may have. */
export const maxWebhooks = 10;
export const maxWebhookUrl = maxEndpointUrl;

/** Why a webhook did not take a message. */
export const webhookProblems = [
  'address-refused', // it is written as one, and private or otherwise no public one
  'plain-http',
  'no-public-address', // of the name: none at all, or a private one, which is not told apart
  'unreachable',
  'certificate',
  'timed-out',
  'broken', // the connection ended before an answer
  'redirects',
  'status', // it answered, and not with 2xx
  'secret-lost', // its secret cannot be read any more: the key of the installation is another one
] as const;
export type WebhookProblem = (typeof webhookProblems)[number];

/** An address of the account's choice to which notices are sent. Its secret is never a part of it. */
export class WebhookView {
  @IsUUID() readonly id: string;
  @IsString() readonly url: string;
  /** Absent: all kinds, and those of later versions. */
  @IsOptional() @IsArray() @IsIn(noticeKinds, { each: true }) readonly kinds?: NoticeKind[];
  @IsBoolean() readonly enabled: boolean;
  @IsDateString() readonly createdAt: string;
  /** Rises with each change by an admin; absent of instances of versions before. */
  @IsOptional() @IsInt() readonly version?: number;
  /** Until when what is sent is signed with the former secret too. */
  @IsOptional() @IsDateString() readonly oldSecretEndsAt?: string;
}

/** A webhook in the list of all. */
export class ListedWebhook extends WebhookView {
  /** Since when nothing has been delivered to it; absent where the last attempt was a success. */
  @IsOptional() @IsDateString() readonly failingSince?: string;
  /** How many messages wait for it. */
  @IsInt() readonly waiting: number;
}

export class ListWebhooks {
  @IsUUID() readonly accountId: string;
}

export class WebhookList {
  @ListOf(() => ListedWebhook) readonly webhooks: ListedWebhook[];
}

/** Asks for a secret, and whether an address may be one of a webhook. */
export class PrepareWebhook {
  @IsUUID() readonly accountId: string;
  @IsUUID() readonly webhookId: string;
  @IsOptional() @IsString() @MaxLength(maxWebhookUrl) readonly url?: string;
}

/** A new secret, to be shown once, and the same sealed: only user-service can open that, so it may travel. */
export class PreparedWebhook {
  @IsString() readonly secret: string;
  @IsString() readonly sealedSecret: string;
}

export class TestWebhook {
  @IsUUID() readonly accountId: string;
  @IsUUID() readonly webhookId: string;
}

/** How an attempt went. */
export class WebhookAttempt {
  /** Absent: it was delivered. */
  @IsOptional() @IsIn(webhookProblems) readonly problem?: WebhookProblem;
  /** The HTTP status of the answer, where one came. */
  @IsOptional() @IsInt() readonly status?: number;
  @IsInt() readonly durationMs: number;
}

export class ListDeliveries {
  @IsUUID() readonly accountId: string;
  @IsUUID() readonly webhookId: string;
  /** The `next` of the previous page. */
  @IsOptional() @IsUUID() readonly before?: string;
  @IsInt() @Min(1) @Max(1_000) readonly limit: number;
}

/** One message for one webhook. */
export class DeliveryView {
  /** The `webhook-id` of its headers. */
  @IsUUID() readonly id: string;
  @IsUUID() readonly noticeId: string;
  @IsIn(noticeKinds) readonly kind: NoticeKind;
  @IsDateString() readonly createdAt: string;
  /** How often it was tried. */
  @IsInt() readonly attempts: number;
  @IsOptional() @IsDateString() readonly lastAttemptAt?: string;
  @IsOptional() @IsDateString() readonly deliveredAt?: string;
  /** Absent where it was delivered, or its webhook is off. */
  @IsOptional() @IsDateString() readonly nextAttemptAt?: string;
  /** Of the last attempt. */
  @IsOptional() @IsIn(webhookProblems) readonly problem?: WebhookProblem;
  @IsOptional() @IsInt() readonly status?: number;
}

/** The deliveries of a webhook, newest first. */
export class DeliveryPage {
  @ListOf(() => DeliveryView) readonly deliveries: DeliveryView[];
  @IsOptional() @IsUUID() readonly next?: string;
}

const at = '/internal/accounts/:accountId/webhooks';
const get = { service: 'user-service', method: 'GET' } as const;
const post = { service: 'user-service', method: 'POST' } as const;

export const WebhookQueries = {
  list: defineQuery({ ...get, path: at, request: ListWebhooks, answer: WebhookList }),
  deliveries: defineQuery({
    ...get,
    path: `${at}/:webhookId/deliveries`,
    request: ListDeliveries,
    answer: DeliveryPage,
  }),
  prepare: defineQuery({ ...post, path: `${at}/:webhookId/prepare`, request: PrepareWebhook, answer: PreparedWebhook }),
  /** Sends a message that says it is a test, now, and waits for what becomes of it. */
  test: defineQuery({
    ...post,
    path: `${at}/:webhookId/test`,
    request: TestWebhook,
    answer: WebhookAttempt,
    idempotent: false,
  }),
} as const;

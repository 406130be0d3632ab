import {
  digestOf,
  maxWebhooks,
  Refusal,
  WebhookEvents,
  type AddWebhook,
  type ChangeWebhook,
  type Decision,
  type NoticeKind,
  type PendingEvent,
  type RemoveWebhook,
  requireVersion,
  type RotatedSecret,
  type RotateWebhookSecret,
  type WebhookView,
} from '@rollcall/contracts';
import { requireAccount } from '../preconditions.js';
import type { Change, UserState } from '../user-state.js';
import { requireWebhookUrl } from './webhook-url.js';
import { webhookView, type Webhook } from './webhook.js';

const hourMs = 3_600_000;

interface Of {
  readonly accountId: string;
  readonly webhookId: string;
}

/** @throws Refusal account-not-found, webhook-url-invalid, invalid-message where the id is in use, too-many-webhooks */
export function decideAddWebhook(command: AddWebhook, state: UserState, now: Date): Decision<Change, WebhookView> {
  const { accountId, webhookId, url, kinds, sealedSecret } = command;
  requireAccount(accountId, state);
  requireWebhookUrl(url);
  const present = state.webhooks(accountId);
  if (present.some(({ id }) => id === webhookId.toLowerCase()))
    throw new Refusal('invalid-message', { problems: ['webhookId: a webhook has this id already'] });
  if (present.length >= maxWebhooks) throw new Refusal('too-many-webhooks', { most: maxWebhooks });
  const of = { accountId, id: webhookId, version: 1, url, kinds: inOrder(kinds), sealedSecret };
  const after: Webhook = { ...of, enabled: true, createdAt: now.toISOString() };
  return {
    changes: [{ kind: 'webhook', accountId, webhookId, after }],
    events: [eventOf(WebhookEvents.added, command)],
    reply: webhookView(after),
  };
}

/**
 * Changes what is named and leaves the rest.
 * @throws Refusal account-not-found, webhook-not-found, version-mismatch, webhook-url-invalid
 */
export function decideChangeWebhook(command: ChangeWebhook, state: UserState): Decision<Change, WebhookView> {
  const before = requireWebhook(command, state);
  requireVersion(command, before.version);
  const { url = before.url, enabled = before.enabled } = command;
  requireWebhookUrl(url);
  const kinds = command.kinds === undefined ? before.kinds : inOrder(command.kinds);
  const after: Webhook = { ...before, version: before.version + 1, url, enabled, kinds };
  const changed = (['url', 'kinds', 'enabled'] as const).filter((name) => String(before[name]) !== String(after[name]));
  if (changed.length === 0) return { changes: [], events: [], reply: webhookView(before) };
  return {
    changes: [{ kind: 'webhook', accountId: before.accountId, webhookId: before.id, before, after }],
    events: [eventOf(WebhookEvents.changed, command, { changed })],
    reply: webhookView(after),
  };
}

/** @throws Refusal account-not-found, webhook-not-found, version-mismatch */
export function decideRemoveWebhook(command: RemoveWebhook, state: UserState): Decision<Change, { id: string }> {
  const before = requireWebhook(command, state);
  requireVersion(command, before.version);
  const { accountId, id } = before;
  return {
    changes: [{ kind: 'webhook', accountId, webhookId: id, before }],
    events: [eventOf(WebhookEvents.removed, command)],
    reply: { id },
  };
}

/**
 * The new secret signs from now on; the present one too until it ends, so that a receiver can change over. One that was there before is gone.
 * @throws Refusal account-not-found, webhook-not-found
 */
export function decideRotateSecret(
  command: RotateWebhookSecret,
  state: UserState,
  now: Date,
): Decision<Change, RotatedSecret> {
  const before = requireWebhook(command, state);
  const { old: _, ...kept } = before;
  const endsAt = new Date(now.getTime() + command.keepOldHours * hourMs).toISOString();
  const old = command.keepOldHours === 0 ? {} : { old: { sealedSecret: before.sealedSecret, endsAt } };
  const after: Webhook = { ...kept, version: kept.version + 1, sealedSecret: command.sealedSecret, ...old };
  return {
    changes: [{ kind: 'webhook', accountId: before.accountId, webhookId: before.id, before, after }],
    events: [eventOf(WebhookEvents.secretRotated, command)],
    reply: { ...webhookView(after), sealedDigest: digestOf(after.sealedSecret) },
  };
}

function requireWebhook({ accountId, webhookId }: Of, state: UserState): Webhook {
  requireAccount(accountId, state);
  const found = state.webhooks(accountId).find(({ id }) => id === webhookId.toLowerCase());
  if (!found) throw new Refusal('webhook-not-found', { webhookId });
  return found;
}

/** Each kind once; none is all of them. */
function inOrder(kinds: readonly NoticeKind[] | undefined): readonly NoticeKind[] | undefined {
  return kinds === undefined || kinds.length === 0 ? undefined : [...new Set(kinds)].sort();
}

function eventOf({ type }: { readonly type: string }, command: Of & { actor: object }, facts = {}): PendingEvent {
  const { accountId, webhookId, actor } = command;
  return { type, accountId, aggregateId: accountId, payload: { accountId, webhookId, actor, ...facts } };
}

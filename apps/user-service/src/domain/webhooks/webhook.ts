import type { NoticeKind, WebhookView } from '@rollcall/contracts';

/** An address of the account's choice to which notices are sent. */
export interface Webhook {
  readonly accountId: string;
  readonly id: string;
  /** Rises with each change. */
  readonly version: number;
  readonly url: string;
  /** Undefined: all kinds. */
  readonly kinds: readonly NoticeKind[] | undefined;
  readonly enabled: boolean;
  /** RFC 3339. */
  readonly createdAt: string;
  readonly sealedSecret: string;
  /** The former secret, which signs too until it ends. */
  readonly old?: { readonly sealedSecret: string; readonly endsAt: string };
}

/** A webhook as queries and replies show it. */
export function webhookView({ id, version, url, kinds, enabled, createdAt, old }: Webhook): WebhookView {
  return {
    id,
    version,
    url,
    enabled,
    createdAt,
    ...(kinds === undefined ? {} : { kinds: [...kinds] }),
    ...(old === undefined ? {} : { oldSecretEndsAt: old.endsAt }),
  };
}

/** A webhook is made, changed or, without `after`, removed. */
export interface WebhookChange {
  readonly kind: 'webhook';
  readonly accountId: string;
  readonly webhookId: string;
  readonly before?: Webhook;
  readonly after?: Webhook;
}

/** An admin gets these kinds of notices by e-mail no more, and all others. */
export interface NotificationChange {
  readonly kind: 'notifications';
  readonly accountId: string;
  readonly userId: string;
  readonly off: readonly NoticeKind[];
}

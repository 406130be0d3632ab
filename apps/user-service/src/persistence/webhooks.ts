import type { NoticeKind } from '@rollcall/contracts';
import { keyOf, type TableWrite, type Transaction } from '@rollcall/persistence';
import type { NotificationChange, Webhook, WebhookChange } from '../domain/webhooks/webhook.js';
import type { UserReads } from '../reads.js';
import type { NotificationChoiceRow, WebhookRow } from './entities/webhook-rows.js';

export interface LoadedWebhooks {
  readonly webhooks: readonly Webhook[];
  /** By `keyOf` of the user: the kinds that are switched off. */
  readonly off: ReadonlyMap<string, readonly NoticeKind[]>;
}

/** The webhooks of the accounts, and the choices of the people, that the commands of a batch name. */
export async function loadWebhooks(tx: Transaction, reads: readonly UserReads[]): Promise<LoadedWebhooks> {
  const accounts = reads.flatMap(({ accountId, webhooks }) => (webhooks === true ? [accountId] : []));
  const people = reads.filter(({ notificationsOf }) => notificationsOf !== undefined);
  const [webhooks, choices] = await Promise.all([
    accounts.length === 0
      ? []
      : tx.query<WebhookRow>('SELECT * FROM webhooks WHERE account_id = ANY($1::uuid[]) ORDER BY id', [accounts]),
    people.length === 0
      ? []
      : tx.query<NotificationChoiceRow>(
          `SELECT c.* FROM unnest($1::uuid[], $2::uuid[]) AS k(account_id, user_id) JOIN notification_choices c USING (account_id, user_id)`,
          [people.map(({ accountId }) => accountId), people.map(({ notificationsOf }) => notificationsOf)],
        ),
  ]);
  return {
    webhooks: webhooks.map(webhookOf),
    off: new Map(choices.map(({ account_id, user_id, kinds_off }) => [keyOf(account_id, user_id), kinds_off])),
  };
}

export function webhookOf(row: WebhookRow): Webhook {
  const { account_id, id, version, url, kinds, is_enabled, created_at, secret, old_secret, old_secret_ends_at } = row;
  const old =
    old_secret === null || old_secret_ends_at === null
      ? {}
      : { old: { sealedSecret: old_secret, endsAt: old_secret_ends_at.toISOString() } };
  return {
    accountId: account_id,
    id,
    version,
    url,
    kinds: kinds ?? undefined,
    enabled: is_enabled,
    createdAt: created_at.toISOString(),
    sealedSecret: secret,
    ...old,
  };
}

/** The webhooks of one batch, and which mails people get: as loaded, and as its decisions leave them. */
export class Webhooks {
  private readonly present: Map<string, Webhook>;
  private readonly off: Map<string, readonly NoticeKind[]>;
  private readonly changes = new Map<string, WebhookChange>();
  private readonly choices = new Map<string, NotificationChange>();

  constructor({ webhooks, off }: LoadedWebhooks = { webhooks: [], off: new Map() }) {
    this.present = new Map(webhooks.map((webhook) => [keyOf(webhook.accountId, webhook.id), webhook]));
    this.off = new Map(off);
  }

  of(accountId: string): Webhook[] {
    const account = accountId.toLowerCase();
    return [...this.present.values()].filter((webhook) => webhook.accountId.toLowerCase() === account);
  }

  notificationsOff(key: string): readonly NoticeKind[] {
    return this.off.get(key) ?? [];
  }

  apply(change: WebhookChange | NotificationChange): void {
    if (change.kind === 'notifications') {
      const key = keyOf(change.accountId, change.userId);
      this.off.set(key, change.off);
      this.choices.set(key, change);
      return;
    }
    const key = keyOf(change.accountId, change.webhookId);
    if (change.after) this.present.set(key, change.after);
    else this.present.delete(key);
    // Seen over the whole batch: what was there before it, and what is there after it.
    const before = this.changes.has(key) ? this.changes.get(key)?.before : change.before;
    const { kind, accountId, webhookId, after } = change;
    this.changes.set(key, { kind, accountId, webhookId, ...(before && { before }), ...(after && { after }) });
  }

  writes(): TableWrite[] {
    const changes = [...this.changes.values()];
    const added = changes.flatMap(({ before, after }) => (!before && after ? [rowOf(after)] : []));
    const changed = changes.flatMap(({ before, after }) => (before && after ? [rowOf(after)] : []));
    const gone = changes.flatMap(({ before, after }) => (before && !after ? [idsOf(before)] : []));
    const back = changes.flatMap(({ before, after }) =>
      before && after && isTriedNow(before, after) ? [idsOf(after)] : [],
    );
    const choices = [...this.choices.values()];
    return [
      { name: 'new_webhooks', rows: added, sql: add },
      { name: 'changed_webhooks', rows: changed, sql: change },
      { name: 'gone_webhooks', rows: gone, sql: remove },
      { name: 'gone_deliveries', rows: gone, sql: removeWaiting },
      { name: 'deliveries_tried_now', rows: back, sql: tryNow },
      { name: 'notification_choices', rows: choices.map(choiceRow), sql: choose },
    ];
  }
}

/** Whoever repairs an address, or switches it on, need not wait for the end of an hour. */
const isTriedNow = (before: Webhook, after: Webhook) => after.enabled && (!before.enabled || before.url !== after.url);

const idsOf = ({ accountId, id }: Webhook) => ({ account_id: accountId, id });

const rowOf = ({ accountId, id, version, url, kinds, enabled, createdAt, sealedSecret, old }: Webhook) => ({
  account_id: accountId,
  id,
  version,
  url,
  kinds: kinds ?? null,
  is_enabled: enabled,
  created_at: createdAt,
  secret: sealedSecret,
  old_secret: old?.sealedSecret ?? null,
  old_secret_ends_at: old?.endsAt ?? null,
});

const choiceRow = ({ accountId, userId, off }: NotificationChange) => ({
  account_id: accountId,
  user_id: userId,
  kinds_off: off,
});

const columns = 'account_id, id, version, url, kinds, is_enabled, created_at, secret, old_secret, old_secret_ends_at';
const record =
  'account_id uuid, id uuid, version integer, url text, kinds json, is_enabled boolean, created_at timestamptz, secret text, old_secret text, old_secret_ends_at timestamptz';
const keys = 'account_id uuid, id uuid';

const add = (json: string) =>
  `INSERT INTO webhooks (${columns}) SELECT ${columns} FROM json_to_recordset(${json}) AS r(${record})`;

const change = (json: string) =>
  `UPDATE webhooks w SET version = r.version, url = r.url, kinds = r.kinds, is_enabled = r.is_enabled, secret = r.secret, old_secret = r.old_secret,
          old_secret_ends_at = r.old_secret_ends_at,
          failures = CASE WHEN w.url = r.url AND w.is_enabled = r.is_enabled THEN w.failures ELSE 0 END,
          rests_until = CASE WHEN w.url = r.url AND w.is_enabled = r.is_enabled THEN w.rests_until ELSE now() END
     FROM json_to_recordset(${json}) AS r(${record}) WHERE w.account_id = r.account_id AND w.id = r.id`;

const remove = (json: string) =>
  `DELETE FROM webhooks w USING json_to_recordset(${json}) AS r(${keys}) WHERE w.account_id = r.account_id AND w.id = r.id`;

const removeWaiting = (json: string) =>
  `DELETE FROM deliveries d USING json_to_recordset(${json}) AS r(${keys}) WHERE d.account_id = r.account_id AND d.recipient_id = r.id`;

const tryNow = (json: string) =>
  `UPDATE deliveries d SET next_at = now() FROM json_to_recordset(${json}) AS r(${keys})
    WHERE d.account_id = r.account_id AND d.recipient_id = r.id AND d.delivered_at IS NULL`;

const choose = (json: string) =>
  `INSERT INTO notification_choices (account_id, user_id, kinds_off)
   SELECT * FROM json_to_recordset(${json}) AS r(account_id uuid, user_id uuid, kinds_off json)
   ON CONFLICT (account_id, user_id) DO UPDATE SET kinds_off = excluded.kinds_off`;

/** Whoever is erased chooses nothing any more, and gets no mail. */
export function mailWritesOfGone(gone: readonly object[]): TableWrite[] {
  const people = 'account_id uuid, user_id uuid';
  return [
    {
      name: 'choices_of_gone',
      rows: gone,
      sql: (json) =>
        `DELETE FROM notification_choices c USING json_to_recordset(${json}) AS r(${people})
          WHERE c.account_id = r.account_id AND c.user_id = r.user_id`,
    },
    {
      name: 'mails_of_gone',
      rows: gone,
      sql: (json) =>
        `DELETE FROM deliveries d USING json_to_recordset(${json}) AS r(${people})
          WHERE d.account_id = r.account_id AND d.recipient_id = r.user_id`,
    },
  ];
}

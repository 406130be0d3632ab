import { migration } from '@rollcall/persistence';

/**
 * Notices are sent outward: to webhooks, and by e-mail. Those of before are not: the column's default is theirs, and goes. A constant
 * default writes no row.
 */
export const SendNotices1765300000001 = migration('SendNotices1765300000001', {
  up: `
    ALTER TABLE notices ADD COLUMN handed_out_at timestamptz DEFAULT now();
    ALTER TABLE notices ALTER COLUMN handed_out_at DROP DEFAULT;
    CREATE INDEX notices_to_hand_out ON notices (account_id, id) WHERE handed_out_at IS NULL;
    CREATE TABLE webhooks (
      account_id uuid NOT NULL,
      id uuid NOT NULL,
      url text NOT NULL,
      kinds json,
      is_enabled boolean NOT NULL,
      created_at timestamptz NOT NULL,
      secret text NOT NULL,
      old_secret text,
      old_secret_ends_at timestamptz,
      failures integer NOT NULL DEFAULT 0,
      failing_since timestamptz,
      rests_until timestamptz NOT NULL DEFAULT now(),
      taken_until timestamptz,
      PRIMARY KEY (account_id, id)
    );
    CREATE TABLE deliveries (
      account_id uuid NOT NULL,
      id uuid NOT NULL,
      channel text NOT NULL,
      recipient_id uuid NOT NULL,
      notice_id uuid NOT NULL,
      kind text NOT NULL,
      more integer NOT NULL DEFAULT 0,
      created_at timestamptz NOT NULL DEFAULT now(),
      attempts integer NOT NULL DEFAULT 0,
      next_at timestamptz NOT NULL DEFAULT now(),
      last_at timestamptz,
      delivered_at timestamptz,
      problem text,
      status integer,
      taken_until timestamptz,
      PRIMARY KEY (account_id, id)
    );
    CREATE INDEX deliveries_waiting ON deliveries (account_id, recipient_id, next_at) WHERE delivered_at IS NULL;
    CREATE INDEX deliveries_mails_waiting ON deliveries (account_id, next_at) WHERE channel = 'email' AND delivered_at IS NULL;
    CREATE INDEX deliveries_mails_tried ON deliveries (account_id, last_at) WHERE channel = 'email';
    CREATE UNIQUE INDEX deliveries_mails_of_kind ON deliveries (account_id, recipient_id, kind)
      WHERE channel = 'email' AND delivered_at IS NULL AND taken_until IS NULL;
    CREATE INDEX deliveries_by_recipient ON deliveries (account_id, recipient_id, id);
    CREATE INDEX deliveries_by_age ON deliveries (created_at);
    CREATE TABLE notification_choices (
      account_id uuid NOT NULL,
      user_id uuid NOT NULL,
      kinds_off json NOT NULL,
      PRIMARY KEY (account_id, user_id)
    )`,
  down: 'DROP TABLE notification_choices, deliveries, webhooks; ALTER TABLE notices DROP COLUMN handed_out_at',
});

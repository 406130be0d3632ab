import { migration } from './migration.js';

/** Ordered events that could not be applied, and those that wait behind them. */
export const CreateParkedMessages1764000000003 = migration('CreateParkedMessages1764000000003', {
  up: `
    CREATE TABLE parked_messages (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      consumer text NOT NULL,
      message_key text NOT NULL,
      account_id uuid NOT NULL,
      message_id uuid NOT NULL,
      reason text NOT NULL,
      message json NOT NULL,
      parked_at timestamptz NOT NULL DEFAULT now(),
      UNIQUE (consumer, message_key, account_id, message_id)
    )`,
  down: 'DROP TABLE parked_messages',
});

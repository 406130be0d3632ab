import { migration } from './migration.js';

/**
 * Events that are committed and not yet on the log. A row lives for milliseconds: so the only index is the one by which
 * a relay reads a shard in order, and autovacuum starts at a number of dead rows instead of a share of the table.
 */
export const CreateOutbox1764000000002 = migration('CreateOutbox1764000000002', {
  up: `
    CREATE TABLE outbox (
      id bigint GENERATED ALWAYS AS IDENTITY,
      lane smallint NOT NULL,
      topic text NOT NULL,
      message_key text NOT NULL,
      headers json NOT NULL,
      value text,
      created_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (lane, id)
    ) WITH (
      autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_delay = 0
    )`,
  down: 'DROP TABLE outbox',
});

import { migration } from '@rollcall/persistence';

/** When the topic of entries is to say again that it lives. The version before says nothing, and leaves the table as it is. */
export const AddHeartbeats1766200000074 = migration('AddHeartbeats1766200000074', {
  up: `
    CREATE TABLE topic_heartbeats (
      topic text PRIMARY KEY,
      due_at timestamptz NOT NULL,
      after_account uuid
    )`,
  down: 'DROP TABLE topic_heartbeats',
});

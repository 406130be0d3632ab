import { migration } from './migration.js';

/**
 * Messages handled, with the replies given. `json`, because nothing reads inside the reply. The primary key is the only
 * index: it makes the claim unique and finds the reply, and as ids are UUIDv7 it is sorted by age for the cleaning job
 * too.
 */
export const CreateInbox1764000000001 = migration('CreateInbox1764000000001', {
  up: `
    CREATE TABLE inbox (
      message_id uuid NOT NULL,
      consumer text NOT NULL,
      account_id uuid NOT NULL,
      reply json,
      PRIMARY KEY (message_id, consumer, account_id)
    )`,
  down: 'DROP TABLE inbox',
});

import { migration } from '@rollcall/persistence';

/** The last word of other services about each team and token that notices are about. */
export const KeepNoticeWords1765200000003 = migration('KeepNoticeWords1765200000003', {
  up: `
    CREATE TABLE notice_words (
      account_id uuid NOT NULL,
      kind text NOT NULL,
      subject_id uuid NOT NULL,
      at timestamptz NOT NULL,
      about uuid,
      PRIMARY KEY (account_id, kind, subject_id)
    )`,
  down: 'DROP TABLE notice_words',
});

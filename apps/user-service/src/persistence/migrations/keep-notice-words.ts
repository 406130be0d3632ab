import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The last word of other services about each team and token that notices are about. */
export class KeepNoticeWords1765200000003 implements MigrationInterface {
  readonly name = 'KeepNoticeWords1765200000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE notice_words (
        account_id uuid NOT NULL,
        kind text NOT NULL,
        subject_id uuid NOT NULL,
        at timestamptz NOT NULL,
        about uuid,
        PRIMARY KEY (account_id, kind, subject_id)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE notice_words');
  }
}

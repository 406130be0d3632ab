import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When the topic of entries is to say again that it lives. The version before says nothing, and leaves the table as it is. */
export class AddHeartbeats1766200000074 implements MigrationInterface {
  readonly name = 'AddHeartbeats1766200000074';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE topic_heartbeats (
        topic text PRIMARY KEY,
        due_at timestamptz NOT NULL,
        after_account uuid
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE topic_heartbeats');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Messages taken, with the reply given. `json`, because nothing looks inside. The primary key is the only index: it
 * claims, it finds, and as ids are UUIDv7 it is in the order of age for the cleaning job too.
 */
export class CreateInbox1764000000001 implements MigrationInterface {
  readonly name = 'CreateInbox1764000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE inbox (
        message_id uuid NOT NULL,
        consumer text NOT NULL,
        account_id uuid NOT NULL,
        reply json,
        PRIMARY KEY (message_id, consumer, account_id)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE inbox');
  }
}

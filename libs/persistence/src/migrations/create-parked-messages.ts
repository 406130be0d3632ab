import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Ordered events that could not be applied, and those that wait behind them. */
export class CreateParkedMessages1764000000003 implements MigrationInterface {
  readonly name = 'CreateParkedMessages1764000000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
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
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE parked_messages');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Approved leavers are leased to one instance at a time (ADR 0056). Few rows: no write waits for them. */
export class LeaseLeavers1765300000056 implements MigrationInterface {
  readonly name = 'LeaseLeavers1765300000056';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE leavers ADD COLUMN leased_until timestamptz');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE leavers DROP COLUMN leased_until');
  }
}

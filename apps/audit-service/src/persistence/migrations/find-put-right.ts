import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Finds what the reconciler put right by time: few entries among many. */
export class FindPutRight1766200000003 implements MigrationInterface {
  readonly name = 'FindPutRight1766200000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE INDEX entries_put_right ON entries (account_id, at) WHERE type = 'team.reconciled'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX entries_put_right');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Old links are removed beside old sessions, and found by their end. */
export class IndexLinksByExpiry1764500000035 implements MigrationInterface {
  readonly name = 'IndexLinksByExpiry1764500000035';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE INDEX password_links_by_expiry ON password_links (expires_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX password_links_by_expiry');
  }
}

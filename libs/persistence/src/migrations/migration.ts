import type { MigrationInterface, QueryRunner } from 'typeorm';

export type MigrationClass = new () => MigrationInterface;

type Sql = string | readonly string[];

/**
 * A migration that is nothing but SQL, there and back. Its name ends with the time by which migrations are ordered, and
 * is kept in each database that it ran in. A published migration is never edited.
 */
export function migration(name: string, { up, down }: { readonly up: Sql; readonly down: Sql }): MigrationClass {
  return class implements MigrationInterface {
    readonly name = name;

    async up(runner: QueryRunner): Promise<void> {
      for (const statement of [up].flat()) await runner.query(statement);
    }

    async down(runner: QueryRunner): Promise<void> {
      for (const statement of [down].flat()) await runner.query(statement);
    }
  };
}

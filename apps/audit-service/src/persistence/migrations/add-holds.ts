import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Accounts whose logs are kept beyond their time. `drop_day` drops no day in which one of them has entries, whatever it is asked for; the
 * version before fails at such days, and tries again.
 */
export class AddHolds1766200000068 implements MigrationInterface {
  readonly name = 'AddHolds1766200000068';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE holds (account_id uuid PRIMARY KEY, since timestamptz NOT NULL);
      ${dropDay(refuseHeld)}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`${dropDay('')} DROP TABLE holds`);
  }
}

const refuseHeld = `
    IF EXISTS (SELECT FROM holds h JOIN account_days d ON d.account_id = h.account_id
                WHERE d.day = one AND (parent = 'sources' OR d.log = CASE parent WHEN 'entries' THEN 'changes' ELSE 'reads' END)) THEN
      RAISE EXCEPTION 'a day of % in which an account that is held has entries stays: %', parent, one;
    END IF;`;

const dropDay = (more: string) => `
  CREATE OR REPLACE FUNCTION drop_day(parent text, one date) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public SET lock_timeout = '500ms' AS $$
  BEGIN
    IF parent NOT IN ('entries', 'read_entries', 'sources') OR one > current_date - 7 THEN
      RAISE EXCEPTION 'a day of % that is to be dropped must be a week old: % is not', parent, one;
    END IF;${more}
    EXECUTE format('DROP TABLE days.%I', parent || '_' || to_char(one, 'YYYYMMDD'));
  END $$;
`;

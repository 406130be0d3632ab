import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Everything that SCIM shows of a user can be searched. The profile becomes `jsonb`, of which an attribute is read in a third of the time;
 * what identity providers ask for gets indexes. A user without an address is found by the one that is shown: the userName.
 *
 * Instances of the version before still run meanwhile, and call `json_array_elements` for an address with its type.
 */
export class SearchUsers1765000000001 implements MigrationInterface {
  readonly name = 'SearchUsers1765000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE users ALTER COLUMN profile TYPE jsonb USING profile::jsonb;
      CREATE FUNCTION json_array_elements(jsonb) RETURNS SETOF jsonb LANGUAGE sql IMMUTABLE AS 'SELECT jsonb_array_elements($1)';
      UPDATE users SET email_keys = NULL WHERE email_keys = '{}' AND coalesce(jsonb_array_length(profile->'emails'), 0) = 0;
      -- Nearly everybody is a member: they need no index, and pay for none.
      CREATE INDEX users_by_type ON users (account_id, user_type, id) INCLUDE (managed_by, released) WHERE user_type <> 'member';
      CREATE INDEX users_by_update ON users (account_id, updated_at, id) INCLUDE (managed_by, released);
      CREATE INDEX users_inactive ON users (account_id, id) INCLUDE (managed_by) WHERE NOT active AND NOT released;
      CREATE INDEX users_by_display_name ON users (account_id, (${displayNameKey}), id) INCLUDE (managed_by, released)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX users_by_display_name, users_inactive, users_by_update, users_by_type;
      UPDATE users SET email_keys = '{}' WHERE email_keys IS NULL AND profile->'emails' IS NULL;
      DROP FUNCTION json_array_elements(jsonb);
      ALTER TABLE users ALTER COLUMN profile TYPE json USING profile::json`);
  }
}

/** The sort key of a text that a search makes of this attribute; query-plans.int.spec.ts shows that the index answers it. */
const displayNameKey = `coalesce(left((lower((profile->>'displayName') COLLATE "und-x-icu") COLLATE "C"), 200), chr(1114111))`;

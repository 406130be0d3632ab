import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What proves the logs (ADR 0062). Salts of sources are random: of two UUIDs, 244 bits. `strike_person` is the only way
 * in which an entry changes: it takes one id out of it, and the texts of who was struck.
 */
export class AddProofs1766200000002 implements MigrationInterface {
  readonly name = 'AddProofs1766200000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE sources
        ADD COLUMN salt bytea DEFAULT uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()),
        ADD COLUMN address_hash bytea,
        ADD COLUMN user_agent_hash bytea;
      CREATE TABLE leaf_runs (
        account_id uuid NOT NULL,
        log text NOT NULL,
        first_seq bigint NOT NULL,
        hashes bytea NOT NULL,
        PRIMARY KEY (account_id, log, first_seq)
      );
      CREATE TABLE grown_logs (
        account_id uuid NOT NULL,
        log text NOT NULL,
        size bigint NOT NULL,
        frontier bytea NOT NULL,
        PRIMARY KEY (account_id, log)
      ) WITH (fillfactor = 50);
      CREATE TABLE log_tiles (
        account_id uuid NOT NULL,
        log text NOT NULL,
        level smallint NOT NULL,
        index bigint NOT NULL,
        hashes bytea NOT NULL,
        PRIMARY KEY (account_id, log, level, index)
      );
      ALTER TABLE log_tiles ALTER COLUMN hashes SET STORAGE EXTERNAL;
      CREATE TABLE log_statements (
        leaf_index bigint PRIMARY KEY,
        account_id uuid NOT NULL,
        log text NOT NULL,
        size bigint NOT NULL,
        root bytea NOT NULL
      );
      CREATE INDEX log_statements_of_log ON log_statements (account_id, log, leaf_index);
      CREATE TABLE checkpoints (size bigint PRIMARY KEY, note text NOT NULL, signed_at timestamptz NOT NULL);
      CREATE TABLE key_successions (at timestamptz PRIMARY KEY, note text NOT NULL);
      CREATE TABLE struck_ids (
        account_id uuid NOT NULL,
        stand_in uuid NOT NULL,
        id_hash bytea NOT NULL,
        PRIMARY KEY (account_id, stand_in)
      );
      ${strikePerson}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION strike_person(uuid, uuid);
      DROP TABLE leaf_runs, grown_logs, log_tiles, log_statements, checkpoints, key_successions, struck_ids;
      ALTER TABLE sources DROP COLUMN salt, DROP COLUMN address_hash, DROP COLUMN user_agent_hash`);
  }
}

/**
 * Another id takes the place of a person's in all entries of the account. Where the person was the one who acted, the
 * entry gets a source of its own, of which only hashes are there; a source that no entry needs any more goes. Nothing
 * happens to a person who was not erased.
 */
const strikePerson = `
  CREATE FUNCTION strike_person(account uuid, person uuid) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  DECLARE
    struck uuid;
    hashed bytea := sha256(convert_to(person::text, 'UTF8'));
    parent text;
    changed integer;
    in_all integer := 0;
    hidden bigint;
    one record;
  BEGIN
    SELECT stand_in INTO struck FROM struck_ids WHERE account_id = account AND id_hash = hashed;
    IF struck IS NULL THEN
      IF NOT EXISTS (SELECT FROM entries WHERE account_id = account AND subject_id = person AND type = 'user.erased') THEN
        RETURN NULL;
      END IF;
      struck := gen_random_uuid();
      INSERT INTO struck_ids VALUES (account, struck, hashed);
    END IF;
    FOREACH parent IN ARRAY ARRAY['entries', 'read_entries'] LOOP
      FOR one IN EXECUTE format('SELECT DISTINCT s.* FROM %I e JOIN sources s ON s.account_id = e.account_id AND s.day = e.day
                                     AND s.id = e.source_id WHERE e.account_id = $1 AND e.actor_id = $2::text', parent)
        USING account, person LOOP
        CONTINUE WHEN one.address_hash IS NOT NULL;
        INSERT INTO sources (account_id, day, address, user_agent, salt, address_hash, user_agent_hash)
        VALUES (account, one.day, '', gen_random_uuid()::text, NULL,
                sha256(one.salt || convert_to(one.address, 'UTF8')), sha256(one.salt || convert_to(one.user_agent, 'UTF8')))
        RETURNING id INTO hidden;
        EXECUTE format('UPDATE %I SET source_id = $1 WHERE account_id = $2 AND day = $3 AND actor_id = $4::text
                           AND source_id = $5', parent) USING hidden, account, one.day, person, one.id;
      END LOOP;
      EXECUTE format('UPDATE %I SET actor_id = CASE WHEN actor_id = $2::text THEN $3::text ELSE actor_id END,
                          subject_id = CASE WHEN subject_id = $2 THEN $3 ELSE subject_id END,
                          also = array_replace(also, $2, $3),
                          detail = replace(detail::text, $2::text, $3::text)::json
                       WHERE account_id = $1 AND (actor_id = $2::text OR subject_id = $2 OR $2 = ANY(also)
                          OR strpos(detail::text, $2::text) > 0)', parent) USING account, person, struck;
      GET DIAGNOSTICS changed = ROW_COUNT;
      in_all := in_all + changed;
    END LOOP;
    DELETE FROM sources s WHERE s.account_id = account AND s.salt IS NOT NULL
       AND NOT EXISTS (SELECT FROM entries e WHERE e.account_id = account AND e.day = s.day AND e.source_id = s.id)
       AND NOT EXISTS (SELECT FROM read_entries e WHERE e.account_id = account AND e.day = s.day AND e.source_id = s.id);
    RETURN in_all;
  END $$;
`;

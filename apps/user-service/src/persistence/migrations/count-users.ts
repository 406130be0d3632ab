import { migration } from '@rollcall/persistence';

/**
 * Has the database maintain the number of users per account: each page of a list states the total, and counting a
 * million users costs more than finding the page. There are several rows per account, one per `shard`, so that
 * transactions seldom wait for each other. Their sum is exact, because a transaction commits it together with its
 * users.
 */
export const CountUsers1764400000001 = migration('CountUsers1764400000001', {
  up: `
    CREATE TABLE user_counts (
      account_id uuid NOT NULL,
      shard smallint NOT NULL,
      -- Who is not released; of them, who is the directory's.
      everybody bigint NOT NULL,
      managed bigint NOT NULL,
      PRIMARY KEY (account_id, shard)
    ) WITH (fillfactor = 50);

    CREATE FUNCTION count_users(account uuid, more_everybody bigint, more_managed bigint) RETURNS void LANGUAGE sql AS $$
      INSERT INTO user_counts AS c VALUES (account, pg_backend_pid() % 16, more_everybody, more_managed)
      ON CONFLICT (account_id, shard)
      DO UPDATE SET everybody = c.everybody + excluded.everybody, managed = c.managed + excluded.managed
    $$;

    CREATE FUNCTION count_new_users() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM count_users(n.account_id, n.everybody, n.managed) FROM (
        SELECT account_id, count(*) AS everybody, count(*) FILTER (WHERE managed_by = 'directory') AS managed
          FROM changed WHERE NOT released GROUP BY account_id ORDER BY account_id) n;
      RETURN NULL;
    END $$;
    CREATE FUNCTION count_gone_users() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM count_users(n.account_id, -n.everybody, -n.managed) FROM (
        SELECT account_id, count(*) AS everybody, count(*) FILTER (WHERE managed_by = 'directory') AS managed
          FROM changed WHERE NOT released GROUP BY account_id ORDER BY account_id) n;
      RETURN NULL;
    END $$;
    CREATE FUNCTION count_changed_user() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM count_users(NEW.account_id,
        (NOT NEW.released)::int - (NOT OLD.released)::int,
        (NOT NEW.released AND NEW.managed_by = 'directory')::int - (NOT OLD.released AND OLD.managed_by = 'directory')::int);
      RETURN NULL;
    END $$;

    CREATE TRIGGER count_new_users AFTER INSERT ON users REFERENCING NEW TABLE AS changed
      FOR EACH STATEMENT EXECUTE FUNCTION count_new_users();
    CREATE TRIGGER count_gone_users AFTER DELETE ON users REFERENCING OLD TABLE AS changed
      FOR EACH STATEMENT EXECUTE FUNCTION count_gone_users();
    CREATE TRIGGER count_changed_user AFTER UPDATE OF managed_by, released ON users FOR EACH ROW
      WHEN (OLD.managed_by <> NEW.managed_by OR OLD.released <> NEW.released) EXECUTE FUNCTION count_changed_user();

    INSERT INTO user_counts
    SELECT account_id, 0, count(*), count(*) FILTER (WHERE managed_by = 'directory') FROM users WHERE NOT released GROUP BY account_id`,
  down: `
    DROP TRIGGER count_new_users ON users;
    DROP TRIGGER count_gone_users ON users;
    DROP TRIGGER count_changed_user ON users;
    DROP FUNCTION count_new_users, count_gone_users, count_changed_user, count_users;
    DROP TABLE user_counts`,
});

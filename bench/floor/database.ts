import { performance } from 'node:perf_hooks';
import type { Client } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { newUser } from '../scim-client.ts';

const profile = newUser('somebody@example.com');

/**
 * The rows per second that the bare database writes over one connection, as a creation writes them (user, inbox,
 * outbox; the outbox row is then deleted), with `together` creations in one transaction.
 */
export async function databaseFloor(database: Client, together: number, seconds: number): Promise<number> {
  await database.query(`CREATE SCHEMA bench_floor
    CREATE TABLE users (LIKE public.users INCLUDING ALL)
    CREATE TABLE inbox (LIKE public.inbox INCLUDING ALL)
    CREATE TABLE outbox (LIKE public.outbox INCLUDING ALL)`);
  try {
    const account = uuidv7();
    let done = 0;
    const end = performance.now() + seconds * 1_000;
    while (performance.now() < end) {
      const rows = Array.from({ length: together }, () => ({
        id: uuidv7(),
        account,
        profile: JSON.parse(profile) as object,
      }));
      await database.query('BEGIN');
      await database.query({ name: 'floor-insert', text: insert, values: [JSON.stringify(rows)] });
      await database.query('COMMIT');
      await database.query('DELETE FROM bench_floor.outbox');
      done += together;
    }
    return done / seconds;
  } finally {
    await database.query('ROLLBACK'); // after a failure; otherwise there is nothing to roll back
    await database.query('DROP SCHEMA bench_floor CASCADE');
  }
}

const insert = `WITH r AS (SELECT * FROM json_to_recordset($1::json) AS r(id uuid, account uuid, profile json)),
  u AS (INSERT INTO bench_floor.users SELECT (jsonb_populate_record(t.s, jsonb_build_object('id', r.id, 'account_id', r.account,
          'user_name', r.id::text, 'user_name_key', r.id::text, 'external_id', r.id::text, 'profile', r.profile))).*
          FROM r CROSS JOIN (SELECT s FROM public.users s LIMIT 1) t RETURNING 1),
  i AS (INSERT INTO bench_floor.inbox SELECT (jsonb_populate_record(t.s, jsonb_build_object('message_id', r.id))).*
          FROM r CROSS JOIN (SELECT s FROM public.inbox s LIMIT 1) t RETURNING 1)
  INSERT INTO bench_floor.outbox (lane, topic, message_key, headers, value)
  SELECT 0, 'topic', r.id::text, '{}', r.profile FROM r`;

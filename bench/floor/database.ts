import { performance } from 'node:perf_hooks';
import type { Client } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { quantile } from '../load.ts';
import { newUser } from '../scim-client.ts';

const profile = newUser('somebody@example.com');

export interface DatabaseFloor {
  readonly perSecond: number;
  /** Of one transaction, from BEGIN to COMMIT. */
  readonly p50Ms: number;
}

/**
 * The creations per second that the bare database writes over one connection, as user-service writes them (user, inbox,
 * outbox; the outbox row is then deleted), with `together` creations in one transaction.
 */
export async function databaseFloor(database: Client, together: number, seconds: number): Promise<DatabaseFloor> {
  await database.query(`CREATE SCHEMA bench_floor
    CREATE TABLE users (LIKE public.users INCLUDING ALL)
    CREATE TABLE inbox (LIKE public.inbox INCLUDING ALL)
    CREATE TABLE outbox (LIKE public.outbox INCLUDING ALL)`);
  try {
    const account = uuidv7();
    const waits: number[] = [];
    const end = performance.now() + seconds * 1_000;
    while (performance.now() < end) {
      const rows = Array.from({ length: together }, () => ({
        id: uuidv7(),
        account,
        profile: JSON.parse(profile) as object,
      }));
      const began = performance.now();
      await database.query('BEGIN');
      await database.query({ name: 'floor-insert', text: insert, values: [JSON.stringify(rows)] });
      await database.query('COMMIT');
      waits.push(performance.now() - began);
      await database.query('DELETE FROM bench_floor.outbox');
    }
    waits.sort((a, b) => a - b);
    return { perSecond: (waits.length * together) / seconds, p50Ms: quantile(waits, 0.5) };
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

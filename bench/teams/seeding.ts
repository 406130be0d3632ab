import type { Client } from 'pg';
import { newUser, type ScimClient } from '../scim-client.ts';
import { seedUsers } from '../seed-users.ts';

interface Seeded {
  readonly scim: ScimClient;
  readonly accountId: string;
}

/** Ids of `count` users of the account, copied from one that was created; team-service has no replica of them. */
export async function peopleOf(
  { scim, users, accountId }: Seeded & { users: Client },
  slug: string,
  count: number,
): Promise<string[]> {
  await scim.send('POST', '/Users', 201, newUser(`bench-teams-${Date.now().toString(36)}@example.com`));
  const { rows: others } = await users.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM users WHERE account_id = $1 AND user_name_key NOT LIKE 'seeded-%'`,
    [accountId],
  );
  await seedUsers(users, slug, count + (others[0]?.count ?? 0));
  const { rows } = await users.query<{ id: string }>(
    `SELECT id FROM users WHERE account_id = $1 AND user_name_key LIKE 'seeded-%' ORDER BY id LIMIT $2`,
    [accountId, count],
  );
  return rows.map(({ id }) => id);
}

/**
 * Creates directory-owned teams of `each` members in the state in which pushes would leave them, by copying one that
 * was pushed.
 */
export async function manyTeams(
  { scim, teams, accountId }: Seeded & { teams: Client },
  count: number,
  each: number,
): Promise<void> {
  const run = Date.now().toString(36);
  const pushed = await scim.send('POST', '/Groups', 201, JSON.stringify({ displayName: `Sweep ${run}`, members: [] }));
  const { id } = JSON.parse(pushed) as { id: string };
  const name = `'sweep ${run} ' || n`;
  // Between two commits the reconciler would see rosters without memberships, and restore those.
  await teams.query('BEGIN');
  await teams.query(
    `INSERT INTO teams SELECT (jsonb_populate_record(t, jsonb_build_object('id', uuidv7(), 'display_name', ${name}, 'name_key', ${name}))).*
       FROM teams t CROSS JOIN generate_series(1, $3::int) AS n WHERE t.account_id = $1 AND t.id = $2`,
    [accountId, id, count],
  );
  // Neighbouring teams share most of their members, as real ones do.
  const some = (columns: string) => `
    WITH p AS MATERIALIZED (SELECT user_id, row_number() OVER (ORDER BY user_id) - 1 AS place
                              FROM people WHERE account_id = $1 AND version > 0),
         t AS (SELECT id, row_number() OVER (ORDER BY id) AS place FROM teams WHERE account_id = $1 AND name_key LIKE $2)
    SELECT $1::uuid, t.id, p.user_id${columns} FROM t CROSS JOIN generate_series(1, $3::int) AS i
      JOIN p ON p.place = (t.place * 37 + i) % (SELECT count(*) FROM p)`;
  const values = [accountId, `sweep ${run} %`, each];
  await teams.query(`INSERT INTO roster ${some('')} ON CONFLICT DO NOTHING`, values);
  await teams.query(
    `INSERT INTO memberships ${some(`, 'directory', now(), '{"kind":"operator","id":"bench"}'`)} ON CONFLICT DO NOTHING`,
    values,
  );
  await teams.query('COMMIT');
  await teams.query('VACUUM ANALYZE roster, memberships, teams');
}

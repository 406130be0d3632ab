import type { Client } from 'pg';
import { newUser, type ScimClient } from '../scim-client.ts';

interface Seeded {
  readonly scim: ScimClient;
  readonly accountId: string;
}

/** Copies of one row of `table`, changed by `of`: what a column holds that nobody here speaks of does not matter. */
const copies = (table: string, of: string) =>
  `INSERT INTO ${table} SELECT (jsonb_populate_record(t, ${of})).* FROM ${table} t CROSS JOIN generate_series(1, $3::int) AS n
    WHERE t.account_id = $1 AND t.id = $2`;

/**
 * Ids of at least so many people of the account. The first is created as an identity provider does it; the others are copies of that
 * row, because not their creation is measured here. team-service has never heard of them.
 */
export async function peopleOf(
  { scim, users, accountId }: Seeded & { users: Client },
  count: number,
): Promise<string[]> {
  const known = await idsOf();
  if (known.length >= count) return known.slice(0, count);
  const run = Date.now().toString(36);
  const { id } = JSON.parse(await scim.send('POST', '/Users', 201, newUser(`bench-team-${run}@example.com`))) as {
    id: string;
  };
  const name = `'bench-team-${run}-' || n || '@example.com'`;
  await users.query(
    copies(
      'users',
      `jsonb_build_object('id', uuidv7(), 'user_name', ${name}, 'user_name_key', ${name}, 'external_id', NULL)`,
    ),
    [accountId, id, count - known.length],
  );
  await users.query('VACUUM ANALYZE users');
  return (await idsOf()).slice(0, count);

  async function idsOf(): Promise<string[]> {
    const { rows } = await users.query<{ id: string }>(
      `SELECT id FROM users WHERE account_id = $1 AND user_name_key LIKE 'bench-team-%' AND active AND NOT released ORDER BY id`,
      [accountId],
    );
    return rows.map(({ id }) => id);
  }
}

/** So many directory-owned teams of `each` members, as pushes would have left them: copies of one that was pushed. */
export async function manyTeams(
  { scim, teams, accountId }: Seeded & { teams: Client },
  count: number,
  each: number,
): Promise<void> {
  const run = Date.now().toString(36);
  const pushed = await scim.send('POST', '/Groups', 201, JSON.stringify({ displayName: `Sweep ${run}`, members: [] }));
  const { id } = JSON.parse(pushed) as { id: string };
  const name = `'sweep ${run} ' || n`;
  await teams.query(
    copies('teams', `jsonb_build_object('id', uuidv7(), 'display_name', ${name}, 'name_key', ${name})`),
    [accountId, id, count],
  );
  // Neighbouring teams share most of their people, as in life.
  const some = (columns: string) => `
    WITH p AS (SELECT user_id, row_number() OVER (ORDER BY user_id) - 1 AS place, count(*) OVER () AS people
                 FROM people WHERE account_id = $1 AND version > 0),
         t AS (SELECT id, row_number() OVER (ORDER BY id) AS place FROM teams WHERE account_id = $1 AND name_key LIKE $2)
    SELECT $1::uuid, t.id, p.user_id${columns} FROM t CROSS JOIN generate_series(1, $3::int) AS i
      JOIN p ON p.place = (t.place * 37 + i) % p.people`;
  const values = [accountId, `sweep ${run} %`, each];
  await teams.query(`INSERT INTO roster ${some('')} ON CONFLICT DO NOTHING`, values);
  await teams.query(
    `INSERT INTO memberships ${some(`, 'directory', now(), '{"kind":"operator","id":"bench"}'`)} ON CONFLICT DO NOTHING`,
    values,
  );
  await teams.query('VACUUM ANALYZE roster, memberships, teams');
}

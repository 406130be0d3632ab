import type { Client } from 'pg';

/** The userName of the nth copied user. */
export const seededName = (n: number) => `seeded-${n}@example.com`;

/** Benchmarks look up this many copied users, so at least as many are copied. */
const copiesAtLeast = 1_000;

/**
 * Fills the account up to `size` users by copying one that was created over SCIM, so that all columns have the values
 * that a creation gives them. Returns the number of copies.
 */
export async function seedUsers(users: Client, slug: string, size: number): Promise<number> {
  const { rows } = await users.query<{ account: string; id: string; people: number; copies: number }>(
    `SELECT a.id AS account, u.id, counted.people, counted.copies
       FROM accounts a JOIN LATERAL (SELECT id FROM users WHERE account_id = a.id AND user_name_key LIKE 'bench-%' LIMIT 1) u ON true,
            LATERAL (SELECT count(*)::int AS people, count(*) FILTER (WHERE user_name_key LIKE 'seeded-%')::int AS copies
                       FROM users WHERE account_id = a.id) counted
      WHERE a.slug = $1`,
    [slug],
  );
  const [sample] = rows;
  if (!sample) throw new Error(`nobody was created in account ${slug} yet`);
  const { account, id, people, copies } = sample;
  const missing = Math.max(0, size - people, copiesAtLeast - copies);
  await users.query(
    `INSERT INTO users SELECT (jsonb_populate_record(u, jsonb_build_object('id', uuidv7(), 'external_id', 'seeded-' || n,
              'user_name', 'seeded-' || n || '@example.com', 'user_name_key', 'seeded-' || n || '@example.com'))).*
       FROM users u CROSS JOIN generate_series($3::int, $4::int) AS n WHERE u.account_id = $1 AND u.id = $2`,
    [account, id, copies, copies + missing - 1],
  );
  await users.query('VACUUM ANALYZE users');
  return copies + missing;
}

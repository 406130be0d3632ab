import type { Client } from 'pg';

const given = ['Ann', 'Ben', 'Cleo', 'Dora', 'Emil', 'Fay', 'Gus', 'Hana', 'Ivo', 'Jule'];
const family = [
  'Lee',
  'Ode',
  'Marsh',
  'Novak',
  'Okafor',
  'Pohl',
  'Quist',
  'Rossi',
  'Sato',
  'Tamm',
  'Ueda',
  'Vogel',
  'Weiss',
];

/** What the nth of many people is called. */
export const nameOfMany = (n: number): string =>
  `${given[n % given.length]} ${family[Math.floor(n / given.length) % family.length]} ${n}`;

/**
 * Puts people into an account as a creation over SCIM would leave them: every seventh inactive, every tenth made in the product.
 * @param users connected as the owner of user-service's tables
 */
export async function addManyPeople(users: Client, accountId: string, count: number): Promise<void> {
  await users.query(
    `INSERT INTO users (account_id, id, version, user_name, user_name_key, external_id, user_type, active, managed_by,
                        released, deactivated_by_directory, has_password, profile, created_at, updated_at)
     SELECT $1::uuid, uuidv7(), 1, 'many-' || n || '@example.com', 'many-' || n || '@example.com', 'many-' || n, 'member', n % 7 <> 0,
            CASE WHEN n % 10 = 0 THEN 'workspace' ELSE 'directory' END, false, false, false,
            jsonb_build_object('title', 'Surveyor', 'displayName', ($3::text[])[1 + n % ${given.length}]
              || ' ' || ($4::text[])[1 + (n / ${given.length}) % ${family.length}] || ' ' || n), now(), now()
       FROM generate_series(1, $2::int) AS n`,
    [accountId, count, given, family],
  );
  await users.query('VACUUM ANALYZE users');
}

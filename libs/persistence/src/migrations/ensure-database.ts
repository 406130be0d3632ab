import { Client, escapeIdentifier, escapeLiteral } from 'pg';

export interface ServiceDatabase {
  readonly database: string;
  /** Owns the database and runs migrations (DDL). */
  readonly ownerRole: string;
  /** The role that the service works as (DML). */
  readonly appRole: string;
  readonly passwords: { readonly owner: string; readonly app: string };
}

export interface DatabaseUrls {
  readonly migrationUrl: string;
  readonly appUrl: string;
}

/** Advisory lock: one call at a time per server ("ensu"). */
const lockKey = 0x656e7375;

/**
 * Creates a service's database and its two roles where they are missing, sets their passwords, and revokes access from
 * all other roles. For the local stack and tests; needs a superuser's URL. Repeating it keeps the data; a concurrent
 * call waits. Texts sort by code point (`LOCALE 'C'`), the same on every machine.
 */
export async function ensureDatabase(adminUrl: string, wanted: ServiceDatabase): Promise<DatabaseUrls> {
  const admin = new Client({ connectionString: adminUrl, application_name: 'ensure database' });
  admin.on('error', () => undefined); // the next query on it rejects
  await admin.connect();
  try {
    await admin.query('SELECT pg_advisory_lock($1)', [lockKey]);
    await ensureRole(admin, wanted.ownerRole, wanted.passwords.owner);
    await ensureRole(admin, wanted.appRole, wanted.passwords.app);
    const database = escapeIdentifier(wanted.database);
    const owner = escapeIdentifier(wanted.ownerRole);
    const found = await admin.query('SELECT 1 FROM pg_database WHERE datname = $1', [wanted.database]);
    if (found.rows.length === 0) {
      await admin.query(`CREATE DATABASE ${database} OWNER ${owner} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'`);
    }
    await admin.query(`REVOKE ALL ON DATABASE ${database} FROM PUBLIC`);
    await admin.query(`GRANT CONNECT ON DATABASE ${database} TO ${owner}, ${escapeIdentifier(wanted.appRole)}`);
  } finally {
    await admin.end(); // which releases the lock
  }
  return {
    migrationUrl: urlFor(adminUrl, wanted.database, wanted.ownerRole, wanted.passwords.owner),
    appUrl: urlFor(adminUrl, wanted.database, wanted.appRole, wanted.passwords.app),
  };
}

async function ensureRole(admin: Client, name: string, password: string): Promise<void> {
  const role = escapeIdentifier(name);
  const found = await admin.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [name]);
  const verb = found.rows.length === 0 ? 'CREATE' : 'ALTER';
  await admin.query(
    `${verb} ROLE ${role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS
     PASSWORD ${escapeLiteral(password)}`,
  );
}

function urlFor(adminUrl: string, database: string, role: string, password: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${encodeURIComponent(database)}`;
  url.username = encodeURIComponent(role);
  url.password = encodeURIComponent(password);
  return url.href;
}

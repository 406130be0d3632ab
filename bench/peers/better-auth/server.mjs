// @better-auth/scim on PostgreSQL, with transactions, as its documentation sets it up.
import { createServer } from 'node:http';
import { scim } from '@better-auth/scim';
import { betterAuth } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import { toNodeHandler } from 'better-auth/node';
import { Pool } from 'pg';

const { PORT, DATABASE_URL } = process.env;
const url = `http://127.0.0.1:${PORT}`;
const token = 'bench-0123456789abcdef0123456789abcdef0123456789';
const options = {
  baseURL: url,
  secret: 'bench-secret-0123456789abcdef0123456789abcdef',
  database: new Pool({ connectionString: DATABASE_URL, max: 16 }),
  advanced: { database: { transaction: true } },
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
  plugins: [scim({ connections: [{ id: 'bench', credentials: [{ type: 'bearer', id: 'bench', token }] }] })],
};
const { runMigrations } = await getMigrations(options);
await runMigrations();
createServer(toNodeHandler(betterAuth(options))).listen(Number(PORT), '127.0.0.1', () =>
  console.log(`ready ${JSON.stringify({ scimUrl: `${url}/api/auth/scim/v2`, scimToken: token })}`),
);

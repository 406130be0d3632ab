// A job of docker-compose.yml: creates databases, roles with their passwords, and tables. Running it again keeps the
// data.
import { makeDatabases, migrate } from '../stack/databases.ts';
import { readSecrets } from '../stack/secrets.ts';

const secrets = await readSecrets('/run/rollcall');
const place = process.env.POSTGRES_PLACE ?? 'postgres:5432';
const databases = await makeDatabases(`postgres://postgres:${secrets.postgresAdmin}@${place}/postgres`, secrets);
for (const said of await migrate(databases)) console.log(said.trim());

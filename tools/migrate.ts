// `npm run db:migrate`: runs the migrations of the local stack's services. `npm start` does it too; this command is for
// databases that run without the services, such as that of DATABASE_URL or Docker.
import { join, resolve } from 'node:path';
import { migrate } from './stack/databases.ts';
import { readWhole } from './stack/files.ts';
import { databasesIn } from './stack/ops-environment.ts';

const folder = resolve(import.meta.dirname, '..', process.env.ROLLCALL_LOCAL ?? '.local');
const env = await readWhole<Record<string, string>>(join(folder, 'env.json'));
if (!env) {
  console.error(`${folder}/env.json is not there: run \`npm start\` once, which makes the databases.`);
  process.exit(1);
}
await migrate(databasesIn(env));
console.log('All tables are up to date.');

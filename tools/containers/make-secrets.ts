// The first job of docker-compose.yml: generates every password once, in the volume `secrets`, and gives each part the
// passwords that it needs, in a volume of its own. Passwords in the job's environment (.env) take precedence.
import { join } from 'node:path';
import { databasePlans, databaseUrl, internalCredentials, kafkaLogin } from '../stack/credentials.ts';
import { loadOperators } from '../stack/operators.ts';
import { loadReaders, readersFile } from '../stack/readers.ts';
import { loadSecrets } from '../stack/secrets.ts';
import { writeReadable, writeServerFile } from '../stack/server-files.ts';

const at = (name: string) => join('/secrets', name);

const secrets = await loadSecrets(at('all'), process.env);
const readers = await loadReaders(at('all'), process.env.EXTERNAL_READERS);
for (const server of ['postgres', 'kafka']) await writeServerFile(server, at(server), { secrets, readers });
const databases = databasePlans(secrets);
const operators = await loadOperators(at('all'), process.env.ROLLCALL_OPERATORS);
const parts = Object.entries(internalCredentials(secrets, operators));
for (const [part, credentials] of parts) {
  const plan = databases.find(({ app }) => app === part);
  const settings = {
    ...credentials,
    ...kafkaLogin(secrets, part),
    ...(plan ? { DATABASE_URL: databaseUrl('postgres:5432', plan.database, plan.worker) } : {}),
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name}='${value}'\n`);
  await writeReadable(join(at(part), 'settings.env'), lines.join(''));
}
for (const [name, secret] of Object.entries(operators))
  await writeReadable(join(at('ops-cli'), `${name}.env`), `OPS_CREDENTIAL='${name}:${secret}'\n`);
await writeReadable(at(`readers/${readersFile}`), `${JSON.stringify(readers, null, 2)}\n`);
await writeReadable(at('setup/secret'), `${secrets.setupSecret}\n`);
console.log(
  `secrets of ${['postgres', 'kafka', ...parts.map(([part]) => part)].join(', ')} are in place; what sets the installation up: docker compose run --rm show-setup-secret`,
);

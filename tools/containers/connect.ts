// `npm run containers:connect`: writes stack.json and env.json for the stack that runs in containers
// (`docker compose up`), as `npm start` does for its own, and prints where to send the first request. Run it again when
// containers were added or removed, because their ports may have changed.
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { repositoryRoot } from '@rollcall/local-servers';
import { callerCredentials, databasePlans, databaseUrl } from '../stack/credentials.ts';
import type { DemoAccount } from '../stack/stack-file.ts';
import { writeWhole } from '../stack/files.ts';
import { takeLock } from '../stack/lock.ts';
import { environmentForOps } from '../stack/ops-environment.ts';
import { readersFile, type ReaderPasswords } from '../stack/readers.ts';
import type { Secrets } from '../stack/secrets.ts';
import { stackFile, writeStack, type RunningPart } from '../stack/stack-file.ts';
import { containers, fileOf, pidOf, run, type Container } from './compose.ts';

const servers: Readonly<Record<string, { name: string; port: number; scheme: string }>> = {
  postgres: { name: 'postgresql', port: 5432, scheme: 'postgres://' },
  kafka: { name: 'kafka', port: 9094, scheme: '' },
};
const internalPort = 8100;
const scimPort = 8080;
const workspacePort = 8090;

/** The address at which this machine reaches a port of a container; undefined where the port is not published. */
function placeOf({ Publishers }: Container, port: number): string | undefined {
  const found = (Publishers ?? []).find(({ TargetPort, PublishedPort }) => TargetPort === port && PublishedPort > 0);
  return found && `127.0.0.1:${found.PublishedPort}`;
}

function serviceOf(container: Container): (RunningPart & { app: string }) | undefined {
  const place = placeOf(container, internalPort);
  if (place === undefined) return undefined;
  const scim = placeOf(container, scimPort);
  const workspace = placeOf(container, workspacePort);
  const { Name, Service } = container;
  const number = Name.split('-').at(-1);
  return {
    name: `${Service}-${number}`,
    app: Service,
    url: `http://${place}`,
    pid: pidOf(Name),
    container: Name,
    ...(scim === undefined ? {} : { scimUrl: `http://${scim}/scim/v2` }),
    ...(workspace === undefined ? {} : { workspaceUrl: `http://${workspace}/api` }),
  };
}

/**
 * The public URL that the gateways are configured with, if any: from .env, or from the environment of
 * `docker compose up`.
 */
function publicUrlOf(running: readonly Container[]): string | undefined {
  const gateway = running.find(({ Service }) => Service === 'scim-gateway');
  const variables = gateway && run(['inspect', '--format', '{{range .Config.Env}}{{println .}}{{end}}', gateway.Name]);
  return variables && /^SCIM_PUBLIC_URL=(.+)$/m.exec(variables)?.[1];
}

function serverOf(container: Container): RunningPart[] {
  const server = servers[container.Service];
  const place = server && placeOf(container, server.port);
  if (!server || place === undefined) return [];
  return [{ name: server.name, url: server.scheme + place, pid: pidOf(container.Name), container: container.Name }];
}

/** @throws Error saying how to get one, where there is no demo account */
function demoFile(): string {
  try {
    return fileOf('demo-account', '/demo/account.json');
  } catch (error) {
    const what =
      'there is no demo account: put ROLLCALL_DEMO=yes into .env and run `docker compose up --detach --wait`';
    throw new Error(what, { cause: error });
  }
}

async function connect(): Promise<void> {
  const folder = resolve(repositoryRoot, process.env.ROLLCALL_LOCAL ?? '.local');
  await mkdir(folder, { recursive: true });
  takeLock(folder); // refuses while `npm start` runs there
  const running = containers();
  const services = running.flatMap((container) => serviceOf(container) ?? []);
  const scimUrl = services.find((service) => service.scimUrl !== undefined)?.scimUrl;
  const workspaceUrl = services.find((service) => service.workspaceUrl !== undefined)?.workspaceUrl ?? '';
  const runningServers = running.flatMap(serverOf);
  const urlOf = (name: string) => runningServers.find((server) => server.name === name)?.url;
  const [postgres, kafka] = [urlOf('postgresql'), urlOf('kafka')];
  if (scimUrl === undefined || postgres === undefined || kafka === undefined) {
    throw new Error('gateway, PostgreSQL and Kafka do not all run: start them with `docker compose up --wait`');
  }
  const secrets = JSON.parse(fileOf('secrets', '/secrets/all/secrets.json')) as Secrets;
  const readers = JSON.parse(fileOf('secrets', `/secrets/all/${readersFile}`)) as ReaderPasswords;
  const account = JSON.parse(demoFile()) as DemoAccount;
  const databases = Object.fromEntries(
    databasePlans(secrets).map(({ app, database, owner, worker }) => {
      const as = (role: typeof owner) => databaseUrl(postgres.replace('postgres://', ''), database, role);
      return [app, { appUrl: as(worker), migrationUrl: as(owner) }];
    }),
  );
  const environment = environmentForOps({
    kafka: { brokers: [kafka], guarded: true },
    services,
    secrets,
    databases,
    scimUrl: publicUrlOf(running) ?? scimUrl,
  });
  await writeWhole(join(folder, 'env.json'), environment);
  await writeWhole(join(folder, 'callers.json'), callerCredentials(secrets, { guarded: true, readers }));
  await writeStack(folder, {
    ...account,
    scimUrl,
    workspaceUrl,
    kafkaBrokers: [kafka],
    services: services.map(({ app: _app, ...service }) => service),
    servers: runningServers,
  });
  console.log(`
  SCIM base URL   ${services.flatMap((service) => service.scimUrl ?? []).join('\n                  ')}
  API token       ${account.scimToken}
  Product's API   ${workspaceUrl}
  Account         ${account.accountSlug}, admin ${account.adminEmail}

  Everything is in ${stackFile(folder)}. \`npm run demo\` and \`npm run ops\` use it.
`);
}

connect().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});

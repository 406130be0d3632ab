// The local stack: finds or starts PostgreSQL and Kafka, prepares them, starts the services, and restarts what fails.
// tools/start.mjs starts it after the build.
import { chmod, mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { exists, MissingPrerequisite } from '@rollcall/local-servers';
import { callerCredentials, kafkaLogin } from './credentials.ts';
import { makeDatabases, migrate } from './databases.ts';
import { demoAccount } from './demo-account.ts';
import { writeWhole } from './files.ts';
import { takeLock } from './lock.ts';
import { readOptions, usage, type StartOptions } from './options.ts';
import { environmentForOps } from './ops-environment.ts';
import { say } from './progress.ts';
import { loadOperators } from './operators.ts';
import { loadReaders } from './readers.ts';
import { loadSecrets, type Secrets } from './secrets.ts';
import { findKafka, findPostgres, type FoundServer } from './servers.ts';
import { planServices, startService, type ServicePlan } from './services.ts';
import {
  stackFile,
  takeFormer,
  writeStack,
  writeStopped,
  type DemoAccount,
  type StackFile,
  type WrittenStack,
} from './stack-file.ts';
import { Supervisor, type Supervised } from './supervisor.ts';
import { makeTopics } from './topics.ts';

/** All running processes, for stack.json. */
class RunningStack {
  readonly servers: FoundServer[] = [];
  readonly services: { plan: ServicePlan; supervised: Supervised }[] = [];
  private ready?: Omit<WrittenStack, 'services' | 'servers'>;
  private readonly folder: string;
  /** Writes are sequential, so that the last state wins. */
  private writing = Promise.resolve();

  constructor(folder: string) {
    this.folder = folder;
  }

  async becomeReady(ready: NonNullable<typeof this.ready>): Promise<void> {
    this.ready = ready;
    await this.write();
  }

  /** Call this when pids have changed. */
  write(): Promise<void> {
    const { ready } = this;
    if (!ready) return Promise.resolve();
    this.writing = this.writing.then(() =>
      writeStack(this.folder, {
        ...ready,
        services: this.services.map(({ plan, supervised: { name, pid } }) => ({
          name,
          url: plan.url,
          pid,
          ...(plan.scimUrl ? { scimUrl: plan.scimUrl } : {}),
          ...(plan.workspaceUrl ? { workspaceUrl: plan.workspaceUrl } : {}),
        })),
        servers: this.servers.map(({ name, url, supervised }) => ({ name, url, pid: supervised?.pid })),
      }),
    );
    return this.writing;
  }
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2), process.env);
  if (options === 'help') return console.log(usage);
  process.umask(0o077); // data, logs and secrets are for this user alone; servers and services inherit it
  await mkdir(join(options.folder, 'logs'), { recursive: true });
  // Started by root, PostgreSQL runs as an account of its own, which must pass through.
  await chmod(options.folder, process.getuid?.() === 0 ? 0o711 : 0o700);
  takeLock(options.folder);
  const stack = new RunningStack(options.folder);
  const supervisor = new Supervisor(() => void stack.write());
  stopOnSignals(supervisor, options.folder);
  await start(options, stack, supervisor);
}

async function start(options: StartOptions, stack: RunningStack, supervisor: Supervisor): Promise<void> {
  const { folder } = options;
  const former = await takeFormer(folder);
  const secrets = await loadSecrets(folder);
  const operators = await loadOperators(folder, process.env.ROLLCALL_OPERATORS);
  const readers = await loadReaders(folder, process.env.EXTERNAL_READERS);
  const found = (server: FoundServer) => {
    stack.servers.push(server);
    if (server.supervised) supervisor.keep('server', server.supervised);
  };
  const [postgres, kafka] = await Promise.all([
    findPostgres(folder, secrets).then((server) => (found(server), server)),
    findKafka(folder, secrets, readers).then((server) => (found(server), server)),
  ]);
  say('databases, tables and topics');
  const databases = await makeDatabases(postgres.adminUrl, secrets, options.auditServices > 0);
  await Promise.all([
    migrate(databases),
    makeTopics(kafka.brokers, kafka.guarded ? kafkaLogin(secrets, 'admin') : undefined),
  ]);
  const plans = await planServices({ options, secrets, operators, databases, kafka });
  say(`starting ${plans.map(({ name }) => name).join(', ')}`);
  const services = await Promise.all(
    plans.map(async (plan) => {
      await rotateLog(folder, plan.name);
      const supervised = await startService(plan, folder);
      supervisor.keep('service', supervised);
      return { plan, supervised };
    }),
  );
  stack.services.push(...services);
  const scimUrl = plans.find((plan) => plan.scimUrl)?.scimUrl ?? '';
  const workspaceUrl = plans.find((plan) => plan.workspaceUrl)?.workspaceUrl ?? '';
  const opsEnvironment = environmentForOps({ kafka, services: plans, secrets, databases, scimUrl });
  await writeWhole(join(folder, 'env.json'), opsEnvironment);
  await writeWhole(join(folder, 'callers.json'), callerCredentials(secrets, { guarded: kafka.guarded, readers }));
  const urls = { scimUrl, workspaceUrl };
  if (options.hasDemo) say('demo account');
  const account = options.hasDemo ? await demoAccount(opsEnvironment, secrets.demoAdminPassword, former) : undefined;
  await stack.becomeReady({ ...account, kafkaBrokers: kafka.brokers, ...urls });
  sayReady(account ? aboutAccount(account, urls) : aboutSetup(secrets, urls), urls, { folder, account });
}

async function rotateLog(folder: string, name: string): Promise<void> {
  const log = join(folder, 'logs', `${name}.log`);
  if (await exists(log)) await rename(log, `${log}.1`);
}

const consoleUrl = (workspaceUrl: string) => workspaceUrl.replace(/api$/, 'console/');

type Urls = Pick<StackFile, 'scimUrl' | 'workspaceUrl'>;

function sayReady(
  about: string,
  { scimUrl, workspaceUrl }: Urls,
  { folder, account }: { readonly folder: string; readonly account: DemoAccount | undefined },
): void {
  say('ready');
  console.log(`
  SCIM base URL   ${scimUrl}
  Console         ${consoleUrl(workspaceUrl)}${account ? `?account=${account.accountSlug}` : ''}
  Workspace API   ${workspaceUrl}  (${workspaceUrl}/docs says how)
${about}
  Everything is in ${stackFile(folder)}; logs in ${join(folder, 'logs')}. Ctrl-C stops all; data is kept.
`);
}

const aboutAccount = ({ accountSlug, adminEmail, adminPassword, scimToken }: DemoAccount, { scimUrl }: Urls) => `\
  API token       ${scimToken}
  Account         ${accountSlug}, admin ${adminEmail}, password ${adminPassword}

  Try:  curl -H "Authorization: Bearer ${scimToken}" "${scimUrl}/Users?startIndex=1&count=2"
  Or:   npm run demo          (a working day of Okta)
`;

/** The request makes the first account of the installation, and is refused once there is one. */
function aboutSetup({ setupSecret, demoAdminPassword }: Secrets, { workspaceUrl }: Urls): string {
  const admin = { userName: 'ada@acme.example', givenName: 'Ada', familyName: 'Min', password: demoAdminPassword };
  const body = JSON.stringify({ secret: setupSecret, account: { slug: 'acme', name: 'Acme' }, admin });
  return `\
  Setup secret    ${setupSecret}  (for the first account, if there is none yet: ${consoleUrl(workspaceUrl)}set-up)

  Try:  curl -H "Content-Type: application/json" -d '${body}' "${workspaceUrl}/setup"
`;
}

/** The first signal stops everything in order. A second signal, or the death of the parent process, ends it at once. */
function stopOnSignals(supervisor: Supervisor, folder: string): void {
  let stopping = false;
  const stop = (why: string) => {
    if (stopping) {
      say('not waiting any longer');
      process.exit(1);
    }
    stopping = true;
    say(`stopping (${why})`);
    supervisor
      .stop()
      .then(() => writeStopped(folder))
      .then(
        () => say('stopped; data is kept'),
        (error: unknown) => say(`stopping failed: ${String(error)}`),
      )
      .finally(() => process.exit(0));
  };
  process.on('SIGINT', () => stop('Ctrl-C'));
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => stop(signal));
  process.on('disconnect', () => stop('npm start is gone'));
  // The reader of stdout may be gone; servers must still be stopped in order.
  process.stdout.on('error', () => undefined);
  failing = async (error) => {
    if (stopping) return;
    stopping = true;
    console.error(error instanceof MissingPrerequisite ? error.message : `Rollcall could not start: ${String(error)}`);
    await supervisor.stop().catch(() => undefined);
    process.exit(1);
  };
}

let failing = async (error: unknown): Promise<void> => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
};

main().catch((error: unknown) => failing(error));

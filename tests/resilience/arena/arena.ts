import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedKafka, EmbeddedPostgres, freePort } from '@rollcall/local-servers';
import { TcpProxy } from '@rollcall/testing';
import { makeDatabases, migrate, type Databases } from '../../../tools/stack/databases.ts';
import { environmentForOps } from '../../../tools/stack/ops-environment.ts';
import { runToEnd } from '../../../tools/stack/run-to-end.ts';
import { loadSecrets, type Secrets } from '../../../tools/stack/secrets.ts';
import { planServices, type ServicePlan } from '../../../tools/stack/services.ts';
import { makeTopics } from '../../../tools/stack/topics.ts';
import { Instance } from './instance.ts';

/** An account that the load works on. */
export interface ArenaAccount {
  readonly id: string;
  readonly slug: string;
  readonly token: string;
  readonly adminEmail: string;
}

/** An account to be made. */
export interface AccountPlan {
  readonly slug: string;
  /** Settings that differ from their defaults, as `ops-cli account set` takes them. */
  readonly settings?: readonly string[];
}

/** Of the admin of each account. */
export const adminPassword = 'An-Admin-of-The-Arena-1';

export interface ArenaOptions {
  readonly gateways: number;
  readonly userServices: number;
  readonly teamServices: number;
  /** Default 1. */
  readonly tokenServices?: number;
  /** Default 0: without an audit log. */
  readonly auditServices?: number;
  /** Default 0: the load comes from identity providers. */
  readonly workspaceGateways?: number;
  /** Default: `north` and `south`. */
  readonly accounts?: readonly AccountPlan[];
  /** Environment of all services, beside what the local stack plans. */
  readonly settings: Readonly<Record<string, string>>;
}

interface Servers {
  readonly folder: string;
  readonly secrets: Secrets;
  readonly kafka: EmbeddedKafka;
  readonly kafkaLine: TcpProxy;
  readonly postgres: EmbeddedPostgres;
  readonly postgresLine: TcpProxy;
  /** Past the proxy: for those who look, and make faults. */
  readonly databases: Databases;
}

/** A real stack of several instances, with a TCP proxy of its own before broker and database, so that every part can be broken. */
export class Arena {
  readonly servers: Servers;
  readonly instances: readonly Instance[];
  /** A user-service that is planned and does not run: for scaling out under load. */
  readonly spare: Instance;
  accounts: readonly ArenaAccount[] = [];
  private readonly plans: readonly ServicePlan[];

  private constructor(servers: Servers, plans: readonly ServicePlan[], options: ArenaOptions) {
    this.servers = servers;
    this.plans = plans;
    const spare = plans.filter(({ app }) => app === 'user-service')[options.userServices];
    if (!spare) throw new Error('no spare user-service was planned');
    const instanceOf = (plan: ServicePlan) => new Instance(plan, servers.folder, options.settings);
    this.spare = instanceOf(spare);
    this.instances = plans.filter((plan) => plan !== spare).map(instanceOf);
  }

  static async start(options: ArenaOptions): Promise<Arena> {
    process.env.ROLLCALL_PORTS = 'any';
    const servers = await startServers();
    const { databases, secrets, folder, postgresLine } = servers;
    const brokers = brokersOf(servers);
    await Promise.all([migrate(databases), makeTopics(brokers)]);
    const counts = {
      ...options,
      folder,
      tokenServices: options.tokenServices ?? 1,
      auditServices: options.auditServices ?? 0,
      workspaceGateways: options.workspaceGateways ?? 0,
      userServices: options.userServices + 1,
    };
    const through = behind(postgresLine, databases);
    const plans = await planServices({
      options: counts,
      secrets,
      databases: through,
      kafka: { brokers, guarded: false },
    });
    const arena = new Arena(servers, plans, options);
    await Promise.all(arena.instances.map((each) => each.start()));
    const accounts = options.accounts ?? [{ slug: 'north' }, { slug: 'south' }];
    arena.accounts = await Promise.all(accounts.map((each) => arena.newAccount(each)));
    return arena;
  }

  /** Where clients find Kafka: at the proxy. */
  get brokers(): string[] {
    return brokersOf(this.servers);
  }

  account(slug: string): ArenaAccount {
    const found = this.accounts.find((each) => each.slug === slug);
    if (!found) throw new Error(`there is no account ${slug}`);
    return found;
  }

  instance(name: string): Instance {
    const found = [...this.instances, this.spare].find((each) => each.name === name);
    if (!found) throw new Error(`there is no ${name}: ${this.instances.map((each) => each.name).join(', ')}`);
    return found;
  }

  instancesOf(app: string): Instance[] {
    return this.instances.filter(({ plan }) => plan.app === app);
  }

  /** Resolves when all that should run is ready. */
  async ready(): Promise<void> {
    await Promise.all(this.instances.map((each) => each.ready()));
  }

  async stop(): Promise<void> {
    const { kafka, kafkaLine, postgres, postgresLine } = this.servers;
    for (const line of [kafkaLine, postgresLine]) line.mend({ forget: true });
    await Promise.all([...this.instances, this.spare].map((each) => each.stop()));
    await Promise.all([kafka.stop(), postgres.stop()]);
    await Promise.all([kafkaLine.close(), postgresLine.close()]);
  }

  /** After `stop`: data and logs are gone. */
  async remove(): Promise<void> {
    await rm(this.servers.folder, { recursive: true, force: true });
  }

  private async newAccount({ slug, settings = [] }: AccountPlan): Promise<ArenaAccount> {
    const { secrets, databases } = this.servers;
    const scimUrl = this.plans.find((plan) => plan.scimUrl)?.scimUrl ?? '';
    const kafka = { brokers: this.brokers, guarded: false };
    const known = { kafka, services: this.plans, secrets, databases, scimUrl };
    const env = { ...environmentForOps(known), NODE_OPTIONS: '' };
    const ops = (args: string[], input = '') => runToEnd('ops-cli', args, env, input);
    const adminEmail = `admin@${slug}.example`;
    const admin = ['--admin-email', adminEmail, '--admin-given', 'Ada', '--admin-family', 'Min'];
    const create = ['account', 'create', '--slug', slug, '--name', slug, ...admin, '--admin-password-stdin', '--json'];
    const made = await ops(create, `${adminPassword}\n`);
    if (settings.length > 0) await ops(['account', 'set', slug, ...settings]);
    const token = await ops(['token', 'create', slug, '--admin', adminEmail, '--name', 'Okta', '--json']);
    const { id } = JSON.parse(made) as { id: string };
    return { id, slug, token: (JSON.parse(token) as { secret: string }).secret, adminEmail };
  }
}

async function startServers(): Promise<Servers> {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-resilience-'));
  await chmod(folder, 0o755); // PostgreSQL's own account must get in
  await mkdir(join(folder, 'logs'));
  const secrets = await loadSecrets(folder);
  const [kafkaPort, postgresPort] = [await freePort(), await freePort()];
  const [kafkaLine, postgresLine] = [await TcpProxy.start(kafkaPort), await TcpProxy.start(postgresPort)];
  const password = secrets.postgresAdmin;
  const [kafka, postgres] = await Promise.all([
    // Without logins: what breaks things, and what looks on, reads and writes topics of all parts.
    EmbeddedKafka.start({
      folder: join(folder, 'kafka'),
      port: kafkaPort,
      advertisedPort: kafkaLine.port,
      fastStart: true,
    }),
    EmbeddedPostgres.start({ folder: join(folder, 'postgres'), port: postgresPort, password }),
  ]);
  const databases = await makeDatabases(postgres.url, secrets);
  return { folder, secrets, kafka, kafkaLine, postgres, postgresLine, databases };
}

function brokersOf({ kafkaLine }: Servers): string[] {
  return [`127.0.0.1:${kafkaLine.port}`];
}

/** The same databases through a proxy. */
function behind(line: TcpProxy, databases: Databases): Databases {
  const through = (url: string) => Object.assign(new URL(url), { port: String(line.port) }).href;
  return Object.fromEntries(
    Object.entries(databases).map(([app, urls]) => [app, { ...urls, appUrl: through(urls.appUrl) }]),
  );
}

import { join } from 'node:path';
import { nodeBinary, OwnedProcess, repositoryRoot, untilReady } from '@rollcall/testing';
import type { Databases } from './databases.ts';
import type { StackOptions } from './options.ts';
import { choosePort } from './ports.ts';
import type { Secrets } from './secrets.ts';
import type { Supervised } from './supervisor.ts';

export interface ServicePlan {
  readonly name: string;
  readonly app: string;
  /** Of the internal port: health, metrics, questions of other services. */
  readonly url: string;
  /** Of a SCIM gateway's public port, with `/scim/v2`. */
  readonly scimUrl?: string;
  /** Of a workspace gateway's public port, with `/api`. */
  readonly workspaceUrl?: string;
  readonly env: Readonly<Record<string, string>>;
}

interface Surroundings {
  readonly options: StackOptions;
  readonly secrets: Secrets;
  readonly databases: Databases;
  readonly brokers: readonly string[];
}

/** Everything that runs, with its ports and settings. The order is that of starting. */
export async function planServices({ options, secrets, databases, brokers }: Surroundings): Promise<ServicePlan[]> {
  const shared = { KAFKA_BROKERS: brokers.join(',') };
  const callers = (...names: [string, string][]) => names.map(([name, secret]) => `${name}:${secret}`).join(',');
  const gateway: [string, string] = ['scim-gateway', secrets.scimGatewayCaller];
  const workspace: [string, string] = ['workspace-gateway', secrets.workspaceGatewayCaller];
  const opsCli: [string, string] = ['ops-cli', secrets.opsCliCaller];

  const users = await severalOf('user-service', options.userServices, 8101, {
    ...shared,
    DATABASE_URL: databases.userService.appUrl,
    INTERNAL_CALLERS: callers(
      gateway,
      workspace,
      ['team-service', secrets.teamServiceCaller],
      ['token-service', secrets.tokenServiceCaller],
      opsCli,
    ),
  });
  const teams = await severalOf('team-service', options.teamServices, 8111, {
    ...shared,
    DATABASE_URL: databases.teamService.appUrl,
    INTERNAL_CALLERS: callers(gateway, workspace, opsCli),
    INTERNAL_SECRET: secrets.teamServiceCaller,
    USER_SERVICE_URL: urlsOf(users),
  });
  const tokens = await severalOf('token-service', options.tokenServices, 8121, {
    ...shared,
    DATABASE_URL: databases.tokenService.appUrl,
    INTERNAL_CALLERS: callers(gateway, workspace, opsCli),
    INTERNAL_SECRET: secrets.tokenServiceCaller,
    USER_SERVICE_URL: urlsOf(users),
    TOKEN_PEPPER: secrets.tokenPepper,
  });
  const asked = { USER_SERVICE_URL: urlsOf(users), TEAM_SERVICE_URL: urlsOf(teams), TOKEN_SERVICE_URL: urlsOf(tokens) };
  const gateways = await withPublicPorts(
    await severalOf('scim-gateway', options.gateways, 8141, {
      ...shared,
      ...asked,
      INTERNAL_SECRET: secrets.scimGatewayCaller,
    }),
  );
  const workspaces = await severalOf('workspace-gateway', options.workspaceGateways, 8161, {
    ...shared,
    ...asked,
    INTERNAL_SECRET: secrets.workspaceGatewayCaller,
    SCIM_PUBLIC_URL: process.env.SCIM_PUBLIC_URL ?? gateways[0]?.scimUrl ?? '',
  });
  return [...users, ...teams, ...tokens, ...gateways, ...(await withWorkspacePorts(workspaces))];
}

export function urlsOf(plans: readonly ServicePlan[]): string {
  return plans.map(({ url }) => url).join(',');
}

async function severalOf(
  app: string,
  count: number,
  firstPort: number,
  env: Record<string, string>,
): Promise<ServicePlan[]> {
  const plans: ServicePlan[] = [];
  for (let n = 1; n <= count; n += 1) {
    const variable = `ROLLCALL_${app.replaceAll('-', '_').toUpperCase()}_PORT${n === 1 ? '' : `_${n}`}`;
    const port = await choosePort(variable, firstPort + n - 1);
    const name = count === 1 ? app : `${app}-${n}`;
    // The instance's name is the same at each start, so that no reply topics of former starts pile up.
    const own = { INSTANCE_ID: name, INTERNAL_PORT: String(port) };
    plans.push({ name, app, url: `http://127.0.0.1:${port}`, env: { ...env, ...own } });
  }
  return plans;
}

async function withPublicPorts(gateways: readonly ServicePlan[]): Promise<ServicePlan[]> {
  const plans: ServicePlan[] = [];
  for (const [index, gateway] of gateways.entries()) {
    const port = await choosePort(index === 0 ? 'SCIM_PORT' : `SCIM_PORT_${index + 1}`, 8080 + index);
    const env = { ...gateway.env, SCIM_PORT: String(port) };
    plans.push({ ...gateway, scimUrl: `http://127.0.0.1:${port}/scim/v2`, env });
  }
  return plans;
}

async function withWorkspacePorts(gateways: readonly ServicePlan[]): Promise<ServicePlan[]> {
  const plans: ServicePlan[] = [];
  for (const [index, gateway] of gateways.entries()) {
    const port = await choosePort(index === 0 ? 'WORKSPACE_PORT' : `WORKSPACE_PORT_${index + 1}`, 8090 + index);
    const env = { ...gateway.env, WORKSPACE_PORT: String(port) };
    plans.push({ ...gateway, workspaceUrl: `http://127.0.0.1:${port}/api`, env });
  }
  return plans;
}

/** Starts a service and resolves when it says that it is ready. */
export async function startService(plan: ServicePlan, directory: string): Promise<Supervised> {
  const owned = new OwnedProcess({
    name: plan.name,
    command: nodeBinary,
    args: ['--enable-source-maps', join(repositoryRoot, 'apps', plan.app, 'dist/main.js')],
    cwd: repositoryRoot,
    // What a person sets for all services (LOG_LEVEL, limits, TLS to the brokers) reaches them; the plan goes first.
    env: { NODE_COMPILE_CACHE: join(directory, 'compile-cache'), ...process.env, ...plan.env },
    logFile: join(directory, 'logs', `${plan.name}.log`),
  });
  const restart = async () => {
    owned.start();
    try {
      await untilReady(owned, { url: `${plan.url}/health/ready` }, 120_000);
    } catch (error) {
      await owned.kill();
      throw error;
    }
  };
  await restart();
  return Object.assign(owned, { restart });
}

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  nodeBinary,
  nodeEnvironment,
  nodeFlags,
  OwnedProcess,
  programOf,
  repositoryRoot,
  untilReady,
} from '@rollcall/local-servers';
import { internalCredentials, kafkaLogin } from './credentials.ts';
import type { Databases } from './databases.ts';
import type { StackOptions } from './options.ts';
import { choosePort } from './ports.ts';
import type { Operators } from './operators.ts';
import type { Secrets } from './secrets.ts';
import type { Supervised } from './supervisor.ts';
import { urlsOf } from './urls.ts';

export interface ServicePlan {
  readonly name: string;
  readonly app: string;
  /** The URL of the internal port: health, metrics, queries of other services. */
  readonly url: string;
  /** The URL of a SCIM gateway's public port, with `/scim/v2`. */
  readonly scimUrl?: string;
  /** The URL of a workspace gateway's public port, with `/api`. */
  readonly workspaceUrl?: string;
  readonly env: Readonly<Record<string, string>>;
}

interface Surroundings {
  readonly options: StackOptions;
  readonly secrets: Secrets;
  readonly operators?: Operators;
  readonly databases: Databases;
  readonly kafka: { readonly brokers: readonly string[]; readonly guarded: boolean };
}

/** What docs/containers.md says for a rolling update from a version that neither signs its commands nor opens sealed password hashes (before ADR 0038). */
const withUnsignedCommands = { UNSIGNED_COMMANDS: 'accept', PASSWORD_PUBLIC_KEY: '' };
const { ROLLCALL_SECOND_CHECKOUT: secondCheckout } = process.env;
const mixedSettings =
  secondCheckout && !existsSync(join(secondCheckout, 'libs/contracts/src/senders.ts')) ? withUnsignedCommands : {};

/** All services with their ports and settings, in the order in which they start. */
export async function planServices({
  options,
  secrets,
  operators,
  databases,
  kafka,
}: Surroundings): Promise<ServicePlan[]> {
  const credentials = internalCredentials(secrets, operators);
  const of = (app: string) => ({
    KAFKA_BROKERS: kafka.brokers.join(','),
    ...(kafka.guarded ? kafkaLogin(secrets, app) : {}),
    ...credentials[app],
    ...(databases[app] ? { DATABASE_URL: databases[app].appUrl } : {}),
    ...mixedSettings,
  });
  const planned = await severalOf('user-service', options.userServices, 8101, of('user-service'));
  const USER_SERVICE_URL = urlsOf(planned);
  const teams = await severalOf('team-service', options.teamServices, 8111, {
    ...of('team-service'),
    USER_SERVICE_URL,
  });
  const tokens = await severalOf('token-service', options.tokenServices, 8121, {
    ...of('token-service'),
    USER_SERVICE_URL,
  });
  const asked = { USER_SERVICE_URL, TEAM_SERVICE_URL: urlsOf(teams), TOKEN_SERVICE_URL: urlsOf(tokens) };
  const { USER_SERVICE_URL: _itself, ...owners } = asked;
  const audits = await severalOf('audit-service', options.auditServices, 8131, {
    ...of('audit-service'),
    ...asked,
  });
  const gateways = await withPublicPorts(
    await severalOf('scim-gateway', options.gateways, 8141, { ...of('scim-gateway'), ...asked }),
  );
  const workspaces = await severalOf('workspace-gateway', options.workspaceGateways, 8161, {
    ...of('workspace-gateway'),
    ...asked,
    ...(audits.length > 0 ? { AUDIT_SERVICE_URL: urlsOf(audits) } : {}),
    SCIM_PUBLIC_URL: process.env.SCIM_PUBLIC_URL ?? gateways[0]?.scimUrl ?? '',
  });
  const served = await withWorkspacePorts(workspaces);
  // Links in mails lead to the console of the first gateway.
  const WORKSPACE_PUBLIC_URL = served[0]?.env.WORKSPACE_PUBLIC_URL ?? '';
  const users = planned.map((plan) => ({ ...plan, env: { ...plan.env, ...owners, WORKSPACE_PUBLIC_URL } }));
  return [...users, ...teams, ...tokens, ...audits, ...gateways, ...served];
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
    // The instance's name is the same at each start, so that reply topics of former starts do not accumulate.
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
    const env = {
      ...gateway.env,
      WORKSPACE_PORT: String(port),
      WORKSPACE_PUBLIC_URL: `http://127.0.0.1:${port}/console`,
    };
    plans.push({ ...gateway, workspaceUrl: `http://127.0.0.1:${port}/api`, env });
  }
  return plans;
}

/**
 * The checkout that a service runs from. `ROLLCALL_SECOND_CHECKOUT` names another version for the second of each: so two
 * versions run side by side, as during a rolling update.
 */
const checkoutOf = ({ name }: ServicePlan): string => (name.endsWith('-2') && secondCheckout) || repositoryRoot;

/** Versions before ADR 0064 have no bundles. */
function programIn(checkout: string, app: string): string {
  const bundle = programOf(app, checkout);
  return checkout === repositoryRoot || existsSync(bundle) ? bundle : join(checkout, 'apps', app, 'dist/main.js');
}

/** Starts a service and resolves when its readiness check passes. */
export async function startService(plan: ServicePlan, folder: string): Promise<Supervised> {
  const owned = new OwnedProcess({
    name: plan.name,
    command: nodeBinary,
    args: [...nodeFlags, programIn(checkoutOf(plan), plan.app)],
    cwd: checkoutOf(plan),
    // Variables that a person sets for all services (LOG_LEVEL, limits, TLS to the brokers) are passed on; the plan
    // takes precedence.
    env: {
      ...nodeEnvironment,
      NODE_COMPILE_CACHE: join(folder, 'compile-cache'),
      REQUEST_SPOOL_DIR: join(folder, 'spool'),
      ...process.env,
      ...plan.env,
    },
    logFile: join(folder, 'logs', `${plan.name}.log`),
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

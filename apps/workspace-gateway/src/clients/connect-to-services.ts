import { WorkspaceRequestRecorded, WorkspaceRequestsMissed, type WorkspaceRequest } from '@rollcall/contracts';
import {
  connectCommands,
  connectRequestLog,
  QueryClient,
  type Commands,
  type Queries,
  type CommandConnection,
  type RequestLog,
} from '@rollcall/gateway-kit';
import { InternalHttpClient, type Closable, type ServiceFrame } from '@rollcall/service-kit';
import { problem } from '../errors/problem-table.js';
import type { GatewaySettings } from '../settings.js';

/** The gateway's clients of all services. */
export interface Services {
  readonly queries: Queries;
  readonly commands: Commands;
}

/** The same, and where the records of requests go. */
export interface ServiceConnections extends Services {
  readonly requestLog: RequestLog<WorkspaceRequest>;
  readonly kafka: CommandConnection['kafka'];
  /** To be closed in reverse order. */
  readonly closables: readonly Closable[];
}

/** Further concurrent reads are answered with 429: they would only wait for each other. */
const maxQueries = 512;

/**
 * More than the attempts that user-service lets wait of a few accounts together. Their turns are taken there, where it is known
 * whose they are: here a stranger has as many names and addresses as he likes.
 */
const passwordConnections = 256;

/** In place of audit-service where the installation has none: the answer says so. */
const notInstalled = { ask: () => Promise.reject(problem('audit-not-installed')) };

/** Resolves when replies are known to arrive. Close the `closables` in reverse order. */
export async function connectToServices(settings: GatewaySettings, frame: ServiceFrame): Promise<ServiceConnections> {
  const caller = { caller: frame.name, secret: settings.internalSecret, maxWaiting: maxQueries };
  const users = new InternalHttpClient({ service: 'user-service', urls: settings.userServiceUrls, ...caller });
  const passwords = new InternalHttpClient({
    service: 'user-service',
    urls: settings.userServiceUrls,
    connections: passwordConnections,
    ...caller,
  });
  const teams = new InternalHttpClient({ service: 'team-service', urls: settings.teamServiceUrls, ...caller });
  const tokens = new InternalHttpClient({ service: 'token-service', urls: settings.tokenServiceUrls, ...caller });
  const audit =
    settings.auditServiceUrls &&
    new InternalHttpClient({ service: 'audit-service', urls: settings.auditServiceUrls, ...caller });
  const { commands, kafka, closables } = await connectCommands(settings, frame);
  const records = await connectRequestLog(kafka, frame, settings, {
    answered: WorkspaceRequestRecorded,
    missed: WorkspaceRequestsMissed,
  });
  return {
    queries: new QueryClient(
      {
        'user-service': users,
        'team-service': teams,
        'token-service': tokens,
        'audit-service': audit ?? notInstalled,
      },
      passwords,
    ),
    commands,
    kafka,
    requestLog: records.log,
    closables: [users, passwords, teams, tokens, ...(audit ? [audit] : []), records.closable, ...closables],
  };
}

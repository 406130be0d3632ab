import { TokenQueries } from '@rollcall/contracts';
import { connectCommands, type Commands } from '@rollcall/gateway-kit';
import { BatchingProducer } from '@rollcall/messaging';
import { InternalHttpClient, type Closable, type ServiceFrame } from '@rollcall/service-kit';
import type { GatewaySettings } from '../settings.js';
import { HttpTeamQueryClient } from './http-team-query-client.js';
import { HttpUserQueryClient } from './http-user-query-client.js';
import { KafkaRequestLog } from './kafka-request-log.js';
import { KafkaTeamCommandBus } from './kafka-team-command-bus.js';
import type { RequestLog } from './request-log.js';
import type { TeamCommandBus } from './team-command-bus.js';
import type { TeamQueryClient } from './team-query-client.js';
import type { TokenVerifier } from './token-verifier.js';
import type { UserQueryClient } from './user-query-client.js';

/** The gateway's clients of all services. */
export interface ServiceConnections {
  readonly directory: UserQueryClient;
  readonly verifier: TokenVerifier;
  readonly commands: Commands;
  readonly teams: TeamQueryClient;
  readonly teamCommands: TeamCommandBus;
  readonly requestLog: RequestLog;
  /** To be closed in reverse order. */
  readonly closables: readonly Closable[];
}

/** Further concurrent reads are answered with 429: they would only wait for each other. */
const maxQueries = 2_048;

/** How many records may wait for the broker; further ones are dropped and counted. */
const maxRecords = 10_000;

/**
 * How long a record waits for others to join its produce request: no answer waits for it, and a request costs more than
 * a record.
 */
const recordsLingerMs = 50;

/** Resolves when replies are known to arrive: the reply to a command sent before could be lost. */
export async function connectToServices(settings: GatewaySettings, frame: ServiceFrame): Promise<ServiceConnections> {
  const { name, logger, metrics } = frame;
  const caller = { caller: name, secret: settings.internalSecret, maxWaiting: maxQueries };
  const users = new InternalHttpClient({
    service: 'user-service',
    urls: settings.userServiceUrls,
    connections: 32,
    ...caller,
  });
  const teams = new InternalHttpClient({ service: 'team-service', urls: settings.teamServiceUrls, ...caller });
  const tokens = new InternalHttpClient({ service: 'token-service', urls: settings.tokenServiceUrls, ...caller });

  const { commands, kafka, closables } = await connectCommands(settings, frame);
  // Records have a producer of their own, so that a command never waits behind them.
  const records = new BatchingProducer(kafka, logger, { maxWaiting: maxRecords, lingerMs: recordsLingerMs });
  await records.connect();
  const dropped = metrics.counter(
    'rollcall_request_records_dropped',
    'Request records that are not known to be on the log',
  );
  return {
    directory: new HttpUserQueryClient(users),
    verifier: { check: (question, call) => tokens.ask(TokenQueries.check, question, call) },
    commands,
    teams: new HttpTeamQueryClient(teams),
    teamCommands: new KafkaTeamCommandBus(commands),
    requestLog: new KafkaRequestLog(records, name, () => dropped.inc()),
    closables: [users, teams, tokens, records, ...closables],
  };
}

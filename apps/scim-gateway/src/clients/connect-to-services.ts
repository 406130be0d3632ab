import { CommandSender } from '@rollcall/edge';
import {
  CoalescingSender,
  createKafka,
  kafkaSettingsOf,
  removeAbandonedReplyTopics,
  RollcallCommandClient,
  type MessagingObserver,
} from '@rollcall/messaging';
import { exitWith, InternalHttpClient, type Closable, type Metrics, type ServiceFrame } from '@rollcall/service-kit';
import type { GatewaySettings } from '../settings.js';
import { HttpTeamDirectory } from './http-team-directory.js';
import { HttpTokenVerifier } from './http-token-verifier.js';
import { HttpUserDirectory } from './http-user-directory.js';
import { KafkaRequestLog } from './kafka-request-log.js';
import { KafkaTeamCommandBus } from './kafka-team-command-bus.js';
import { KafkaUserCommandBus } from './kafka-user-command-bus.js';
import type { RequestLog } from './request-log.js';
import type { TeamCommandBus } from './team-command-bus.js';
import type { TeamDirectory } from './team-directory.js';
import type { TokenVerifier } from './token-verifier.js';
import type { UserCommandBus } from './user-command-bus.js';
import type { UserDirectory } from './user-directory.js';

/** Everything that the gateway asks of others. */
export interface ServiceConnections {
  readonly directory: UserDirectory;
  readonly verifier: TokenVerifier;
  readonly commands: UserCommandBus;
  readonly teams: TeamDirectory;
  readonly teamCommands: TeamCommandBus;
  readonly requestLog: RequestLog;
  /** To be closed in reverse order. */
  readonly closables: readonly Closable[];
}

/** More concurrent reads than this are answered 429: they would only wait for each other. */
const mostQueries = 2_048;

/** Records that may wait for the broker; what comes then is dropped and counted. */
const mostRecords = 10_000;

/** How long records wait for each other: nobody waits for them, and a request to the broker costs more than a record. */
const recordsLingerMs = 50;

/** How often reply topics of gateways that were killed are looked for. */
const janitorEveryMs = 3_600_000;

/** Resolves when replies are known to arrive: a command that is sent before would wait in vain. */
export async function connectToServices(settings: GatewaySettings, frame: ServiceFrame): Promise<ServiceConnections> {
  const { name, instanceId, logger, metrics, health } = frame;
  const caller = { caller: name, secret: settings.internalSecret, mostCalls: mostQueries };
  const users = new InternalHttpClient({
    service: 'user-service',
    urls: settings.userServiceUrls,
    connections: 32,
    ...caller,
  });
  const teams = new InternalHttpClient({ service: 'team-service', urls: settings.teamServiceUrls, ...caller });
  const tokens = new InternalHttpClient({ service: 'token-service', urls: settings.tokenServiceUrls, ...caller });

  const kafka = createKafka({ ...kafkaSettingsOf(settings), clientId: name }, logger);
  // Two senders: a command never waits behind records.
  const sender = new CoalescingSender(kafka, logger);
  const records = new CoalescingSender(kafka, logger, { mostWaiting: mostRecords, lingerMs: recordsLingerMs });
  const client = new RollcallCommandClient({
    kafka,
    sender,
    source: name,
    instance: instanceId,
    logger,
    observer: counting(metrics),
    window: settings.commandWindow,
    onFatal: (reason) => exitWith(logger, reason),
  });
  health.addReady('replies', () => client.ready);
  metrics.gauge('rollcall_commands_in_flight', 'Commands that wait for their replies', [], (gauge) =>
    gauge.set(client.inFlight),
  );
  await Promise.all([sender.connect(), records.connect()]);
  await client.connect();
  const janitor = setInterval(() => {
    removeAbandonedReplyTopics(kafka).catch((error: unknown) => logger.warn('reply topics were not tidied', { error }));
  }, janitorEveryMs);

  const commands = new CommandSender(client);
  const dropped = metrics.counter(
    'rollcall_request_records_dropped',
    'Request records that are not known to be on the log',
  );
  return {
    directory: new HttpUserDirectory(users),
    verifier: new HttpTokenVerifier(tokens),
    commands: new KafkaUserCommandBus(commands),
    teams: new HttpTeamDirectory(teams),
    teamCommands: new KafkaTeamCommandBus(commands),
    requestLog: new KafkaRequestLog(records, name, () => dropped.inc()),
    closables: [users, teams, tokens, records, sender, client, { close: () => clearInterval(janitor) }],
  };
}

/** How often replies were late, or did not come. */
function counting(metrics: Metrics): MessagingObserver {
  const events = metrics.counter('rollcall_commands_total', 'What happened to commands', ['what']);
  return { count: (what, by = 1) => events.inc({ what }, by), batch: () => undefined };
}

import { ScimRequestRecorded, ScimRequestsMissed, TokenQueries, type ScimRequest } from '@rollcall/contracts';
import { connectCommands, connectRequestLog, type Commands, type RequestLog } from '@rollcall/gateway-kit';
import { InternalHttpClient, type Closable, type ServiceFrame } from '@rollcall/service-kit';
import type { GatewaySettings } from '../settings.js';
import { HttpTeamQueryClient, type TeamQueryClient } from './http-team-query-client.js';
import { HttpUserQueryClient, type UserQueryClient } from './http-user-query-client.js';
import { KafkaTeamCommandBus, type TeamCommandBus } from './kafka-team-command-bus.js';
import { RecentReleases } from './recent-releases.js';
import type { TokenVerifier } from './token-verifier.js';
import { WouldBeDecisions } from './would-be-decisions.js';

/** The gateway's clients of all services. */
export interface ServiceConnections {
  readonly userQueries: UserQueryClient;
  readonly verifier: TokenVerifier;
  readonly commands: Commands;
  readonly teams: TeamQueryClient;
  readonly teamCommands: TeamCommandBus;
  readonly releases: RecentReleases;
  readonly wouldBe: Pick<WouldBeDecisions, 'ask'>;
  readonly requestLog: RequestLog<ScimRequest>;
  /** To be closed in reverse order. */
  readonly closables: readonly Closable[];
}

/** Further concurrent reads are answered with 429: they would only wait for each other. */
const maxQueries = 2_048;

/** Resolves when replies are known to arrive: the reply to a command sent before could be lost. */
export async function connectToServices(settings: GatewaySettings, frame: ServiceFrame): Promise<ServiceConnections> {
  const caller = { caller: frame.name, secret: settings.internalSecret, maxWaiting: maxQueries };
  const users = new InternalHttpClient({
    service: 'user-service',
    urls: settings.userServiceUrls,
    connections: 32,
    ...caller,
  });
  const teams = new InternalHttpClient({ service: 'team-service', urls: settings.teamServiceUrls, ...caller });
  const tokens = new InternalHttpClient({ service: 'token-service', urls: settings.tokenServiceUrls, ...caller });

  const releases = new RecentReleases();
  const { commands, kafka, closables } = await connectCommands(settings, frame);
  const records = await connectRequestLog(kafka, frame, settings, {
    answered: ScimRequestRecorded,
    missed: ScimRequestsMissed,
  });
  return {
    userQueries: new HttpUserQueryClient(users),
    verifier: { check: (question, call) => tokens.ask(TokenQueries.check, question, call) },
    commands,
    teams: new HttpTeamQueryClient(teams),
    teamCommands: new KafkaTeamCommandBus(commands, releases),
    releases,
    wouldBe: new WouldBeDecisions({ '/Users': users, '/Groups': teams }),
    requestLog: records.log,
    closables: [users, teams, tokens, records.closable, ...closables],
  };
}

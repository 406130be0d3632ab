import { connectCommands } from '@rollcall/gateway-kit';
import { InternalHttpClient, type Closable, type ServiceFrame } from '@rollcall/service-kit';
import type { GatewaySettings } from '../settings.js';
import type { AccountCommandBus } from './account-command-bus.js';
import { HttpSessionQueryClient } from './http-session-query-client.js';
import { HttpTeamQueryClient } from './http-team-query-client.js';
import { HttpTokenQueryClient } from './http-token-query-client.js';
import { HttpUserQueryClient } from './http-user-query-client.js';
import { KafkaAccountCommandBus } from './kafka-account-command-bus.js';
import { KafkaTeamCommandBus } from './kafka-team-command-bus.js';
import { KafkaUserCommandBus } from './kafka-user-command-bus.js';
import type { SessionQueryClient } from './session-query-client.js';
import type { TeamCommandBus } from './team-command-bus.js';
import type { TeamQueryClient } from './team-query-client.js';
import type { TokenQueryClient } from './token-query-client.js';
import type { UserCommandBus } from './user-command-bus.js';
import type { UserQueryClient } from './user-query-client.js';

/** The gateway's clients of all services. */
export interface Services {
  readonly sessions: SessionQueryClient;
  readonly users: UserQueryClient;
  readonly userCommands: UserCommandBus;
  readonly teams: TeamQueryClient;
  readonly teamCommands: TeamCommandBus;
  readonly tokens: TokenQueryClient;
  readonly accountCommands: AccountCommandBus;
}

/** Further concurrent reads are answered with 429: they would only wait for each other. */
const maxQueries = 512;

/** Resolves when replies are known to arrive. Close the `closables` in reverse order. */
export async function connectToServices(
  settings: GatewaySettings,
  frame: ServiceFrame,
): Promise<Services & { readonly closables: readonly Closable[] }> {
  const caller = { caller: frame.name, secret: settings.internalSecret, maxCalls: maxQueries };
  const users = new InternalHttpClient({ service: 'user-service', urls: settings.userServiceUrls, ...caller });
  const teams = new InternalHttpClient({ service: 'team-service', urls: settings.teamServiceUrls, ...caller });
  const tokens = new InternalHttpClient({ service: 'token-service', urls: settings.tokenServiceUrls, ...caller });
  const { commands, closables } = await connectCommands(settings, frame);
  return {
    sessions: new HttpSessionQueryClient(users),
    users: new HttpUserQueryClient(users),
    userCommands: new KafkaUserCommandBus(commands),
    teams: new HttpTeamQueryClient(teams),
    teamCommands: new KafkaTeamCommandBus(commands),
    tokens: new HttpTokenQueryClient(tokens),
    accountCommands: new KafkaAccountCommandBus(commands),
    closables: [users, teams, tokens, ...closables],
  };
}

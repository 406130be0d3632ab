import { connectCommands } from '@rollcall/edge';
import { InternalHttpClient, type Closable, type ServiceFrame } from '@rollcall/service-kit';
import type { GatewaySettings } from '../settings.js';
import type { AccountCommandBus } from './account-command-bus.js';
import { HttpSessionDirectory } from './http-session-directory.js';
import { HttpTeamDirectory } from './http-team-directory.js';
import { HttpTokenDirectory } from './http-token-directory.js';
import { HttpUserDirectory } from './http-user-directory.js';
import { KafkaAccountCommandBus } from './kafka-account-command-bus.js';
import { KafkaTeamCommandBus } from './kafka-team-command-bus.js';
import { KafkaUserCommandBus } from './kafka-user-command-bus.js';
import type { SessionDirectory } from './session-directory.js';
import type { TeamCommandBus } from './team-command-bus.js';
import type { TeamDirectory } from './team-directory.js';
import type { TokenDirectory } from './token-directory.js';
import type { UserCommandBus } from './user-command-bus.js';
import type { UserDirectory } from './user-directory.js';

/** Everything that the gateway asks of others. */
export interface Services {
  readonly sessions: SessionDirectory;
  readonly users: UserDirectory;
  readonly userCommands: UserCommandBus;
  readonly teams: TeamDirectory;
  readonly teamCommands: TeamCommandBus;
  readonly tokens: TokenDirectory;
  readonly accountCommands: AccountCommandBus;
}

/** More concurrent reads than this are answered 429: they would only wait for each other. */
const mostQueries = 512;

/** Resolves when replies are known to arrive. `closables` are to be closed in reverse order. */
export async function connectToServices(
  settings: GatewaySettings,
  frame: ServiceFrame,
): Promise<Services & { readonly closables: readonly Closable[] }> {
  const caller = { caller: frame.name, secret: settings.internalSecret, mostCalls: mostQueries };
  const users = new InternalHttpClient({ service: 'user-service', urls: settings.userServiceUrls, ...caller });
  const teams = new InternalHttpClient({ service: 'team-service', urls: settings.teamServiceUrls, ...caller });
  const tokens = new InternalHttpClient({ service: 'token-service', urls: settings.tokenServiceUrls, ...caller });
  const { commands, closables } = await connectCommands(settings, frame);
  return {
    sessions: new HttpSessionDirectory(users),
    users: new HttpUserDirectory(users),
    userCommands: new KafkaUserCommandBus(commands),
    teams: new HttpTeamDirectory(teams),
    teamCommands: new KafkaTeamCommandBus(commands),
    tokens: new HttpTokenDirectory(tokens),
    accountCommands: new KafkaAccountCommandBus(commands),
    closables: [users, teams, tokens, ...closables],
  };
}

import { connectCommands } from '@rollcall/edge';
import { InternalHttpClient, type Closable, type ServiceFrame } from '@rollcall/service-kit';
import type { GatewaySettings } from '../settings.js';
import { HttpSessionDirectory } from './http-session-directory.js';
import { HttpUserDirectory } from './http-user-directory.js';
import { KafkaUserCommandBus } from './kafka-user-command-bus.js';
import type { SessionDirectory } from './session-directory.js';
import type { UserCommandBus } from './user-command-bus.js';
import type { UserDirectory } from './user-directory.js';

/** Everything that the gateway asks of others. */
export interface Services {
  readonly sessions: SessionDirectory;
  readonly users: UserDirectory;
  readonly userCommands: UserCommandBus;
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
  const { commands, closables } = await connectCommands(settings, frame);
  return {
    sessions: new HttpSessionDirectory(users),
    users: new HttpUserDirectory(users),
    userCommands: new KafkaUserCommandBus(commands),
    closables: [users, ...closables],
  };
}

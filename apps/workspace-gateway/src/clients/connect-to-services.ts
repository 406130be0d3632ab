import { connectCommands, QueryClient, type Commands, type Queries } from '@rollcall/gateway-kit';
import { InternalHttpClient, type Closable, type ServiceFrame } from '@rollcall/service-kit';
import type { GatewaySettings } from '../settings.js';

/** The gateway's clients of all services. */
export interface Services {
  readonly queries: Queries;
  readonly commands: Commands;
}

/** Further concurrent reads are answered with 429: they would only wait for each other. */
const maxQueries = 512;

/** Resolves when replies are known to arrive. Close the `closables` in reverse order. */
export async function connectToServices(
  settings: GatewaySettings,
  frame: ServiceFrame,
): Promise<Services & { readonly closables: readonly Closable[] }> {
  const caller = { caller: frame.name, secret: settings.internalSecret, maxWaiting: maxQueries };
  const users = new InternalHttpClient({ service: 'user-service', urls: settings.userServiceUrls, ...caller });
  const teams = new InternalHttpClient({ service: 'team-service', urls: settings.teamServiceUrls, ...caller });
  const tokens = new InternalHttpClient({ service: 'token-service', urls: settings.tokenServiceUrls, ...caller });
  const { commands, closables } = await connectCommands(settings, frame);
  return {
    queries: new QueryClient({ 'user-service': users, 'team-service': teams, 'token-service': tokens }),
    commands,
    closables: [users, teams, tokens, ...closables],
  };
}

import { connectCommands, QueryClient, type CommandSender } from '@rollcall/edge';
import { InternalHttpClient, type Closable, type ServiceFrame } from '@rollcall/service-kit';
import type { GatewaySettings } from '../settings.js';

/** Everything that the gateway asks of others. */
export interface Services {
  readonly queries: Pick<QueryClient, 'ask'>;
  readonly commands: Pick<CommandSender, 'send'>;
}

/** More concurrent reads than this are answered 429: they would only wait for each other. */
const maxQueries = 512;

/** Resolves when replies are known to arrive. `closables` are to be closed in reverse order. */
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
    queries: new QueryClient({ 'user-service': users, 'team-service': teams, 'token-service': tokens }),
    commands,
    closables: [users, teams, tokens, ...closables],
  };
}

import { CommandSender, PasswordHasher } from '@rollcall/edge';
import { Module, type DynamicModule } from '@nestjs/common';
import { Telemetry } from '@rollcall/service-kit';
import { QueryClients } from './clients/query-clients.js';
import type { TeamCommandBus } from './clients/team-command-bus.js';
import type { TeamQueryClient } from './clients/team-query-client.js';
import { TEAM_COMMAND_BUS } from './clients/injection-tokens.js';
import type { UserQueryClient } from './clients/user-query-client.js';
import { PublicAddress } from './http/public-address.js';
import { DiscoveryController } from './routes/discovery.controller.js';
import { GroupsController } from './routes/groups.controller.js';
import { UsersController } from './routes/users.controller.js';

/** What the routes of the public port work with. */
export interface RouteParts {
  readonly directory: UserQueryClient;
  readonly commands: Pick<CommandSender, 'send'>;
  readonly teams: TeamQueryClient;
  readonly teamCommands: TeamCommandBus;
  readonly passwords: PasswordHasher;
  readonly address: PublicAddress;
  readonly telemetry: Telemetry;
}

/** Composition root of the public port: its routes, and what they ask. */
@Module({})
export class PublicPortModule {
  static with({ directory, commands, teams, teamCommands, passwords, address, telemetry }: RouteParts): DynamicModule {
    return {
      module: PublicPortModule,
      controllers: [UsersController, GroupsController, DiscoveryController],
      providers: [
        { provide: QueryClients, useValue: new QueryClients(directory, teams) },
        { provide: CommandSender, useValue: commands },
        { provide: TEAM_COMMAND_BUS, useValue: teamCommands },
        { provide: PasswordHasher, useValue: passwords },
        { provide: PublicAddress, useValue: address },
        { provide: Telemetry, useValue: telemetry },
      ],
    };
  }
}

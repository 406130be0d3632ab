import { PasswordHasher } from '@rollcall/edge';
import { Module, type DynamicModule } from '@nestjs/common';
import { Telemetry } from '@rollcall/service-kit';
import { Directories } from './clients/directories.js';
import type { TeamCommandBus } from './clients/team-command-bus.js';
import type { TeamDirectory } from './clients/team-directory.js';
import { TEAM_COMMAND_BUS, USER_COMMAND_BUS } from './clients/tokens.js';
import type { UserCommandBus } from './clients/user-command-bus.js';
import type { UserDirectory } from './clients/user-directory.js';
import { PublicAddress } from './http/public-address.js';
import { DiscoveryController } from './routes/discovery.controller.js';
import { GroupsController } from './routes/groups.controller.js';
import { UsersController } from './routes/users.controller.js';

/** What the routes of the public port work with. */
export interface RouteParts {
  readonly directory: UserDirectory;
  readonly commands: UserCommandBus;
  readonly teams: TeamDirectory;
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
        { provide: Directories, useValue: new Directories(directory, teams) },
        { provide: USER_COMMAND_BUS, useValue: commands },
        { provide: TEAM_COMMAND_BUS, useValue: teamCommands },
        { provide: PasswordHasher, useValue: passwords },
        { provide: PublicAddress, useValue: address },
        { provide: Telemetry, useValue: telemetry },
      ],
    };
  }
}

import { AccountLists, CommandSender } from '@rollcall/gateway-kit';
import { Module, type DynamicModule } from '@nestjs/common';
import { BulkOperations, BulkParts } from './bulk/bulk-operations.js';
import type { ServiceConnections } from './clients/connect-to-services.js';
import { KafkaTeamCommandBus } from './clients/kafka-team-command-bus.js';
import { RecentReleases } from './clients/recent-releases.js';
import { QueryClients } from './clients/query-clients.js';
import { PublicAddress } from './http/public-address.js';
import { PasswordWrites } from './passwords/password-writes.js';
import { BulkController } from './routes/bulk.controller.js';
import { DiscoveryController } from './routes/discovery.controller.js';
import { GroupWrites } from './routes/group-writes.js';
import { GroupsController } from './routes/groups.controller.js';
import { MeController } from './routes/me.controller.js';
import { RolesController } from './routes/roles.controller.js';
import { SearchController } from './routes/search.controller.js';
import { UserWrites } from './routes/user-writes.js';
import { UsersController } from './routes/users.controller.js';
import { Cursors } from './search/cursors.js';
import { KnownUserIds } from './search/known-user-ids.js';
import { Searches } from './search/searches.js';

/** What the routes of the public port need. */
export interface RouteParts {
  readonly services: Pick<
    ServiceConnections,
    'userQueries' | 'commands' | 'teams' | 'teamCommands' | 'releases' | 'wouldBe'
  >;
  readonly passwords: PasswordWrites;
  readonly lists: AccountLists;
  readonly address: PublicAddress;
  readonly cursors: Cursors;
}

/** Composition root of the public port: its routes, and the clients that they use. */
@Module({})
export class PublicPortModule {
  static with({ services, passwords, lists, address, cursors }: RouteParts, bulk: BulkParts): DynamicModule {
    const clients = new QueryClients(services.userQueries, services.teams);
    const knownIds = new KnownUserIds();
    return {
      module: PublicPortModule,
      controllers: [
        UsersController,
        GroupsController,
        SearchController,
        BulkController,
        MeController,
        RolesController,
        DiscoveryController,
      ],
      providers: [
        { provide: QueryClients, useValue: clients },
        { provide: Searches, useValue: new Searches(clients, lists, address, cursors, knownIds) },
        { provide: KnownUserIds, useValue: knownIds },
        UserWrites,
        GroupWrites,
        BulkOperations,
        { provide: CommandSender, useValue: services.commands },
        { provide: KafkaTeamCommandBus, useValue: services.teamCommands },
        { provide: RecentReleases, useValue: services.releases },
        { provide: PasswordWrites, useValue: passwords },
        { provide: AccountLists, useValue: lists },
        { provide: PublicAddress, useValue: address },
        { provide: Cursors, useValue: cursors },
        { provide: BulkParts, useValue: bulk },
      ],
    };
  }
}

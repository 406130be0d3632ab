import { Inject, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { subscriptions } from '@rollcall/contracts';
import { kafkaSettingsOf } from '@rollcall/messaging';
import { DecidingService, OpsController } from '@rollcall/persistence';
import type { ServiceFrame, SettingsOf } from '@rollcall/service-kit';
import { AccountCommandsController } from './messages/account-commands.controller.js';
import { UserCommandsController } from './messages/user-commands.controller.js';
import { WorkspaceCommandsController } from './messages/workspace-commands.controller.js';
import { PasswordChecker } from './passwords/password-checker.js';
import { AccountReadModel } from './persistence/account-read-model.js';
import { userEntities } from './persistence/entities/user-entities.js';
import { PeopleList } from './persistence/people-list.js';
import { UserDirectory } from './persistence/user-directory.js';
import { UserStateSource } from './persistence/user-state-source.js';
import { AccountsController } from './queries/accounts.controller.js';
import { SessionsController } from './queries/sessions.controller.js';
import { UsersController } from './queries/users.controller.js';
import { Sessions } from './persistence/sessions.js';
import type { userServiceSettings } from './settings.js';

/** Accounts, users, custom roles, password hashes: commands in, events out, queries answered from the same database. */
@Module({})
export class UserServiceModule implements OnApplicationShutdown {
  constructor(
    @Inject(DecidingService) private readonly service: DecidingService,
    @Inject(Sessions) private readonly sessions: Sessions,
  ) {}

  static async with(settings: SettingsOf<typeof userServiceSettings>, frame: ServiceFrame): Promise<DynamicModule> {
    const service = await DecidingService.connect({
      frame,
      databaseUrl: settings.databaseUrl,
      poolSize: settings.databasePool,
      kafka: kafkaSettingsOf(settings),
      entities: userEntities,
      source: new UserStateSource(),
      ...subscriptions['user-service'],
    });
    const { dataSource, reads } = service;
    const directory = new UserDirectory(dataSource);
    const passwords = new PasswordChecker(directory);
    const { sessionLifetimeMs: lifetimeMs } = settings;
    const sessions = Sessions.start({ dataSource, directory, passwords, lifetimeMs, logger: frame.logger });
    return {
      module: UserServiceModule,
      controllers: [
        UserCommandsController,
        AccountCommandsController,
        WorkspaceCommandsController,
        UsersController,
        SessionsController,
        AccountsController,
        OpsController,
      ],
      providers: [
        { provide: DecidingService, useValue: service },
        { provide: UserDirectory, useValue: directory },
        { provide: PeopleList, useValue: new PeopleList(reads) },
        { provide: AccountReadModel, useValue: new AccountReadModel(reads) },
        { provide: PasswordChecker, useValue: passwords },
        { provide: Sessions, useValue: sessions },
      ],
    };
  }

  /** After the last message and the last call. */
  async onApplicationShutdown(): Promise<void> {
    this.sessions.close();
    await this.service.close();
  }
}

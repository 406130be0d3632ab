import { Inject, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { subscriptions } from '@rollcall/contracts';
import { kafkaSettingsOf } from '@rollcall/messaging';
import { CommandService, OpsController } from '@rollcall/service-host';
import { InternalHttpClient, type ServiceFrame, type SettingsOf } from '@rollcall/service-kit';
import { HttpUserQueryClient } from './clients/http-user-query-client.js';
import { TokenCommandsController } from './commands/token-commands.controller.js';
import { UserEventsController } from './events/user-events.controller.js';
import { tokenDecorators } from './handlers.js';
import { tokenEntities } from './persistence/entities/token-entities.js';
import { keyedHash } from './persistence/keyed-hash.js';
import { TokenListReadModel } from './persistence/token-list-read-model.js';
import { TokenReadModel } from './persistence/token-read-model.js';
import { TokenStateLoader } from './persistence/token-state-loader.js';
import { TokenUsage } from './persistence/token-usage.js';
import { TokensController } from './queries/tokens.controller.js';
import type { tokenServiceSettings } from './settings.js';

/**
 * SCIM tokens: consumes token commands and user events, publishes token events, and answers verdicts and lists from its
 * own database.
 */
@Module({})
export class TokenServiceModule implements OnApplicationShutdown {
  constructor(
    @Inject(CommandService) private readonly service: CommandService,
    @Inject(TokenUsage) private readonly usage: TokenUsage,
    @Inject(InternalHttpClient) private readonly http: InternalHttpClient,
  ) {}

  static async with(settings: SettingsOf<typeof tokenServiceSettings>, frame: ServiceFrame): Promise<DynamicModule> {
    const hashOf = keyedHash(settings.pepper);
    const http = new InternalHttpClient({
      service: 'user-service',
      urls: settings.userServiceUrls,
      caller: frame.name,
      secret: settings.internalSecret,
    });
    const service = await CommandService.connect({
      frame,
      databaseUrl: settings.databaseUrl,
      poolSize: settings.databasePool,
      kafka: kafkaSettingsOf(settings),
      entities: tokenEntities,
      decorators: tokenDecorators,
      loader: (dataSource) => new TokenStateLoader(dataSource, new HttpUserQueryClient(http), hashOf),
      ...subscriptions['token-service'],
    });
    return {
      module: TokenServiceModule,
      controllers: [TokenCommandsController, UserEventsController, TokensController, OpsController],
      providers: [
        { provide: CommandService, useValue: service },
        { provide: InternalHttpClient, useValue: http },
        { provide: TokenReadModel, useValue: new TokenReadModel(service.dataSource, hashOf) },
        { provide: TokenListReadModel, useValue: new TokenListReadModel(service.reads) },
        { provide: TokenUsage, useValue: TokenUsage.start(service.dataSource, frame.logger) },
      ],
    };
  }

  /** Runs after the last message and the last call. */
  async onApplicationShutdown(): Promise<void> {
    await this.usage.close();
    await this.service.close();
    await this.http.close();
  }
}

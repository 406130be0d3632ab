import { createHmac } from 'node:crypto';
import { Inject, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { subscriptions, TokenSigner } from '@rollcall/contracts';
import { kafkaSettingsOf } from '@rollcall/messaging';
import { CommandService, OpsController, OWNED_VERSIONS, VersionsController } from '@rollcall/service-host';
import { InternalHttpClient, RegularJob, triesAgain, type ServiceFrame, type SettingsOf } from '@rollcall/service-kit';
import { CreatorQueryClient } from './clients/creator-query-client.js';
import { TokenCommandsController } from './commands/token-commands.controller.js';
import { UserEventsController } from './events/user-events.controller.js';
import { tokenDecorators } from './handlers.js';
import { tokenEntities } from './persistence/entities/token-entities.js';
import { Peppers } from './persistence/peppers.js';
import { tellEndings } from './persistence/token-endings.js';
import { TokenListReadModel } from './persistence/token-list-read-model.js';
import { TokenMover } from './persistence/token-mover.js';
import { TokenReadModel } from './persistence/token-read-model.js';
import { TokenStateLoader } from './persistence/token-state-loader.js';
import { TokenUsage } from './persistence/token-usage.js';
import { TokensController } from './queries/tokens.controller.js';
import type { tokenServiceSettings } from './settings.js';

/** What audit-service compares with what it has heard. */
const ownedVersions = 'SELECT account_id, id, version, $2::timestamptz AS updated_at FROM tokens';

/**
 * SCIM tokens: consumes token commands and user events, publishes token events, and answers verdicts and lists from its
 * own database.
 */
@Module({})
export class TokenServiceModule implements OnApplicationShutdown {
  constructor(
    @Inject(CommandService) private readonly service: CommandService,
    @Inject(TokenUsage) private readonly usage: TokenUsage,
    @Inject(TokenMover) private readonly mover: TokenMover,
    @Inject(RegularJob) private readonly endings: RegularJob,
    @Inject(InternalHttpClient) private readonly http: InternalHttpClient,
  ) {}

  static async with(settings: SettingsOf<typeof tokenServiceSettings>, frame: ServiceFrame): Promise<DynamicModule> {
    const peppers = new Peppers({ current: settings.pepper, previous: settings.previousPepper });
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
      loader: (dataSource) => new TokenStateLoader(dataSource, new CreatorQueryClient(http), peppers),
      ...subscriptions['token-service'],
    });
    const mover = TokenMover.start(service.dataSource, peppers, frame.logger);
    frame.metrics.gauge(
      'rollcall_tokens_of_previous_pepper',
      'Working tokens that end when TOKEN_PEPPER_PREVIOUS is removed; counted once a minute while it is set',
      [],
      (gauge) => gauge.set(mover.remaining),
    );
    return {
      module: TokenServiceModule,
      controllers: [TokenCommandsController, UserEventsController, TokensController, OpsController, VersionsController],
      providers: [
        { provide: CommandService, useValue: service },
        { provide: OWNED_VERSIONS, useValue: ownedVersions },
        { provide: InternalHttpClient, useValue: http },
        { provide: TokenReadModel, useValue: new TokenReadModel(service.dataSource, peppers, mover) },
        { provide: TokenMover, useValue: mover },
        { provide: RegularJob, useValue: endingsOf(service, frame) },
        { provide: TokenSigner, useValue: signerOf(settings) },
        { provide: TokenListReadModel, useValue: new TokenListReadModel(service.reads) },
        { provide: TokenUsage, useValue: new TokenUsage(service.dataSource, frame.logger) },
      ],
    };
  }

  /** Runs after the last message and the last call. */
  async onApplicationShutdown(): Promise<void> {
    await this.usage.close();
    await this.mover.close();
    await this.endings.close();
    await this.service.close();
    await this.http.close();
  }
}

/** Tells that tokens end soon or have expired. Any number of instances may. */
function endingsOf(service: CommandService, { logger }: Pick<ServiceFrame, 'logger'>): RegularJob {
  const run = async () => {
    if ((await tellEndings(service.dataSource)) > 0) service.announce();
  };
  return new RegularJob({
    everyMs: 300_000,
    run,
    onFailure: triesAgain(logger, 'the ends of tokens could not be told'),
  });
}

/**
 * Without a key of their own tokens are signed with one that follows from the pepper. No gateway knows that key, so it
 * asks about such a token as about one that is not signed.
 */
function signerOf({ signingKey, pepper }: SettingsOf<typeof tokenServiceSettings>): TokenSigner {
  return new TokenSigner([signingKey ?? createHmac('sha256', pepper).update('signing key').digest('hex')]);
}

import { Inject, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { DryRunQueries, subscriptions } from '@rollcall/contracts';
import { kafkaSettingsOf, type Message } from '@rollcall/messaging';
import {
  CommandService,
  dryRunsController,
  OpsController,
  OWNED_VERSIONS,
  VersionsController,
} from '@rollcall/service-host';
import {
  ListTurns,
  RegularJob,
  triesAgain,
  type Closable,
  type Logger,
  type ServiceFrame,
  type SettingsOf,
} from '@rollcall/service-kit';
import { releaseFollowedFirst } from './commands/release-followed-first.js';
import { Deliveries } from './deliveries/deliveries.js';
import { outwardOf } from './deliveries/outward-settings.js';
import { foresee } from './domain/foresee.js';
import { ReleaseSweep } from './jobs/release-sweep.js';
import { TraceRemoval } from './jobs/trace-removal.js';
import { ApprovedLeavers } from './jobs/approved-leavers.js';
import { userDecorators } from './handlers.js';
import { AccountTerms } from './jobs/account-terms.js';
import { messageControllers } from './message-controllers.js';
import { AccountReadModel } from './persistence/account-read-model.js';
import { userEntities } from './persistence/entities/user-entities.js';
import { forgetEndedNotices, NoticeReadModel } from './persistence/notice-read-model.js';
import { LeaverReadModel } from './persistence/leaver-read-model.js';
import { PasswordReadModel } from './persistence/password-read-model.js';
import { UserListReadModel } from './persistence/user-list-read-model.js';
import { UserReadModel } from './persistence/user-read-model.js';
import { WebhookReadModel } from './persistence/webhook-read-model.js';
import { UserStateLoader } from './persistence/user-state-loader.js';
import { AccountsController } from './queries/accounts.controller.js';
import { NoticesController } from './queries/notices.controller.js';
import { LeaversController } from './queries/leavers.controller.js';
import { PasswordsController } from './queries/passwords.controller.js';
import { SessionsController } from './queries/sessions.controller.js';
import { UsersController } from './queries/users.controller.js';
import { OUTWARD, WebhooksController } from './queries/webhooks.controller.js';
import { PasswordChecker } from './sessions/password-checker.js';
import { Sessions } from './sessions/sessions.js';
import { SignInFailureCounts } from './sessions/sign-in-failure-counts.js';
import type { userServiceSettings } from './settings.js';

const controllers = [
  ...messageControllers,
  UsersController,
  SessionsController,
  PasswordsController,
  AccountsController,
  LeaversController,
  NoticesController,
  WebhooksController,
  dryRunsController(DryRunQueries.ofUsers),
  OpsController,
  VersionsController,
];

/** What audit-service compares with what it has heard. */
const ownedVersions =
  'SELECT account_id, id, version, updated_at FROM users UNION ALL SELECT id, id, version, $2::timestamptz FROM accounts';

/** What is done regularly, and ends with the service. */
const backgroundJobs = Symbol('background jobs');
const forgetNoticesEveryMs = 3_600_000;

/**
 * Accounts, users, custom roles and password hashes: consumes commands, publishes events, answers queries from the same
 * database. Notices follow the events of teams and tokens.
 */
@Module({})
export class UserServiceModule implements OnApplicationShutdown {
  constructor(
    @Inject(CommandService) private readonly service: CommandService,
    @Inject(Sessions) private readonly sessions: Sessions,
    @Inject(backgroundJobs) private readonly jobs: readonly Closable[],
  ) {}

  static async with(settings: SettingsOf<typeof userServiceSettings>, frame: ServiceFrame): Promise<DynamicModule> {
    const outward = outwardOf(settings);
    const service = await CommandService.connect({
      frame,
      databaseUrl: settings.databaseUrl,
      poolSize: settings.databasePool,
      kafka: kafkaSettingsOf(settings),
      entities: userEntities,
      decorators: userDecorators,
      opener: settings.hashOpener,
      loader: new UserStateLoader(),
      foresee,
      together: { again: releaseFollowedFirst },
      ...subscriptions['user-service'],
    });
    const { dataSource, reads } = service;
    const { logger } = frame;
    const wake = () => service.announce();
    const users = new UserReadModel(dataSource, reads);
    const hashes = new PasswordReadModel(dataSource);
    const passwords = new PasswordChecker({ users, hashes });
    const { sessionLifetimeMs: lifetimeMs, sessionIdleMs: idleMs, sessionsPerPerson: maxPerPerson } = settings;
    const sessions = Sessions.start({ dataSource, users, passwords, lifetimeMs, idleMs, maxPerPerson, logger, wake });
    const leavers = measured(new LeaverReadModel(reads), frame);
    const [accounts, notices] = [new AccountReadModel(reads), new NoticeReadModel(reads)];
    const webhooks = new WebhookReadModel(reads);
    const deliveries = new Deliveries({ dataSource, users, accounts, notices, webhooks, outward, frame });
    const jobs = [...jobsOf(service, settings.erasureSweepMs, logger), deliveries];
    return {
      module: UserServiceModule,
      controllers,
      providers: [
        { provide: CommandService, useValue: service },
        { provide: OWNED_VERSIONS, useValue: ownedVersions },
        { provide: UserReadModel, useValue: users },
        { provide: UserListReadModel, useValue: new UserListReadModel(reads) },
        { provide: AccountReadModel, useValue: accounts },
        { provide: ListTurns, useValue: new ListTurns() },
        { provide: PasswordReadModel, useValue: hashes },
        { provide: PasswordChecker, useValue: passwords },
        { provide: Sessions, useValue: sessions },
        { provide: LeaverReadModel, useValue: leavers },
        { provide: NoticeReadModel, useValue: notices },
        { provide: WebhookReadModel, useValue: webhooks },
        { provide: Deliveries, useValue: deliveries },
        { provide: OUTWARD, useValue: outward },
        { provide: backgroundJobs, useValue: jobs },
      ],
    };
  }

  /** Nest calls this after the last message and the last request. */
  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.jobs.map(async (job) => job.close()));
    await this.sessions.close();
    await this.service.close();
  }
}

/** What any number of instances may do at the same time. */
function jobsOf(service: CommandService, sweepEveryMs: number, logger: Logger): Closable[] {
  const { dataSource } = service;
  const failures = new SignInFailureCounts(dataSource);
  const handle = (message: Message) => service.handleAgain(message);
  const wake = () => service.announce();
  return [
    AccountTerms.start({ dataSource, logger, wake }),
    new TraceRemoval({ dataSource, failures, logger, wake }),
    new ReleaseSweep({ dataSource, everyMs: sweepEveryMs, handle, logger }),
    new ApprovedLeavers({ dataSource, handle, logger }),
    new RegularJob({
      everyMs: forgetNoticesEveryMs,
      run: () => forgetEndedNotices(dataSource),
      onFailure: triesAgain(logger, 'ended notices could not be deleted'),
    }),
  ];
}

/** The list of whom the brake on leavers keeps, with its metric. */
function measured(leavers: LeaverReadModel, { metrics }: Pick<ServiceFrame, 'metrics'>): LeaverReadModel {
  metrics.gauge('rollcall_held_leavers', 'People whom the brake on leavers keeps', [], async (gauge) => {
    gauge.set(await leavers.held());
  });
  return leavers;
}

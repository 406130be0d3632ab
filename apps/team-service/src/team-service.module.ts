import { Inject, Module, type DynamicModule, type OnApplicationShutdown, type Provider } from '@nestjs/common';
import { DryRunQueries, subscriptions } from '@rollcall/contracts';
import { kafkaSettingsOf } from '@rollcall/messaging';
import {
  CommandService,
  dryRunsController,
  OpsController,
  OWNED_VERSIONS,
  VersionsController,
} from '@rollcall/service-host';
import { InternalHttpClient, ListTurns, type ServiceFrame, type SettingsOf } from '@rollcall/service-kit';
import { wouldBePeople } from './events/would-be-people.js';
import { foresee } from './domain/foresee.js';
import { teamDecorators } from './handlers.js';
import { messageControllers } from './message-controllers.js';
import { teamEntities } from './persistence/entities/team-entities.js';
import { TakeoverReadModel } from './persistence/takeover-read-model.js';
import { TeamListReadModel } from './persistence/team-list-read-model.js';
import { TeamReadModel } from './persistence/team-read-model.js';
import { TeamStateLoader } from './persistence/team-state-loader.js';
import { TakeoversController } from './queries/takeovers.controller.js';
import { TeamsController } from './queries/teams.controller.js';
import { cleanHistory } from './reconciliation/clean-history.js';
import { DirtyQueue } from './reconciliation/dirty-queue.js';
import { endModes } from './reconciliation/end-modes.js';
import { reconcileTeam } from './reconciliation/reconcile-team.js';
import { MembershipReadModel } from './reconciliation/membership-read-model.js';
import { ReconcilerReadModel } from './reconciliation/reconciler-read-model.js';
import { Reconciler } from './reconciliation/reconciler.js';
import { ReplicaQueryClient } from './user-replica/replica-query-client.js';
import { UserReplica } from './user-replica/user-replica.js';
import type { teamServiceSettings } from './settings.js';

const controllers = [
  ...messageControllers,
  TeamsController,
  TakeoversController,
  dryRunsController(DryRunQueries.ofTeams),
  OpsController,
  VersionsController,
];

/** What audit-service compares with what it has heard; of deleted teams too, whose last event was their end. */
const ownedVersions = `
  SELECT account_id, id, version, updated_at FROM teams
   UNION ALL
  SELECT account_id, id, version, deleted_at FROM former_teams WHERE version IS NOT NULL`;

/**
 * Teams, rosters, memberships and the reconciler: consumes team commands and user events, publishes team events,
 * answers queries.
 */
@Module({})
export class TeamServiceModule implements OnApplicationShutdown {
  constructor(
    @Inject(CommandService) private readonly service: CommandService,
    @Inject(Reconciler) private readonly reconciler: Reconciler,
    @Inject(InternalHttpClient) private readonly http: InternalHttpClient,
  ) {}

  static async with(settings: SettingsOf<typeof teamServiceSettings>, frame: ServiceFrame): Promise<DynamicModule> {
    const http = new InternalHttpClient({
      service: 'user-service',
      urls: settings.userServiceUrls,
      caller: frame.name,
      secret: settings.internalSecret,
    });
    const users = new ReplicaQueryClient(http);
    const service = await CommandService.connect({
      frame,
      databaseUrl: settings.databaseUrl,
      poolSize: settings.databasePool,
      kafka: kafkaSettingsOf(settings),
      entities: teamEntities,
      decorators: teamDecorators,
      foresee,
      together: { follow: wouldBePeople },
      loader: (dataSource) => new TeamStateLoader(new UserReplica(dataSource, users)),
      ...subscriptions['team-service'],
    });
    const { dataSource } = service;
    const userReplica = new UserReplica(dataSource, users);
    const { reconcilerWorkers: workers, sweepEveryMs } = settings;
    const queue = new DirtyQueue(dataSource);
    const reconciler = new Reconciler({
      frame,
      queue,
      reconcile: (claim) => reconcileTeam(dataSource, frame.name, claim, new Date()),
      userReplica,
      cleanHistory: async (pause) => {
        if ((await cleanHistory(dataSource, pause)) > 0) service.announce(); // lapsed proposals are told
      },
      endModes: () => endModes(dataSource, frame.name),
      workers,
      sweepEveryMs,
      announce: () => service.announce(),
    });
    reconciler.start();
    return {
      module: TeamServiceModule,
      controllers,
      providers: [
        { provide: CommandService, useValue: service },
        { provide: OWNED_VERSIONS, useValue: ownedVersions },
        { provide: InternalHttpClient, useValue: http },
        ...readModels(service, frame.name, { userReplica, queue }),
        { provide: Reconciler, useValue: reconciler },
        { provide: ListTurns, useValue: new ListTurns() },
      ],
    };
  }

  /** Nest calls this after the last message and the last request. */
  async onApplicationShutdown(): Promise<void> {
    await this.reconciler.stop();
    await this.service.close();
    await this.http.close();
  }
}

/** What answers queries. */
function readModels(
  { dataSource, reads }: CommandService,
  consumer: string,
  { userReplica, queue }: { readonly userReplica: UserReplica; readonly queue: DirtyQueue },
): Provider[] {
  return [
    { provide: TeamReadModel, useValue: new TeamReadModel(dataSource, userReplica, reads) },
    { provide: TeamListReadModel, useValue: new TeamListReadModel(reads) },
    { provide: TakeoverReadModel, useValue: new TakeoverReadModel(reads) },
    { provide: MembershipReadModel, useValue: new MembershipReadModel(reads, consumer) },
    { provide: ReconcilerReadModel, useValue: new ReconcilerReadModel(reads, queue) },
  ];
}

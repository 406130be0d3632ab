import { Inject, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { kafkaSettingsOf } from '@rollcall/messaging';
import { InternalHttpClient, ListTurns, type ServiceFrame, type SettingsOf } from '@rollcall/service-kit';
import { AuditRuntime } from './audit-runtime.js';
import { NameClient, type NameOwners } from './clients/name-client.js';
import { OwnerClient } from './explain/owner-client.js';
import { ExplainController } from './explain/explain.controller.js';
import { AuditReadModel } from './persistence/audit-read-model.js';
import { logKeysOf } from './proofs/log-keys.js';
import { AuditProofController } from './queries/audit-proof.controller.js';
import { AuditController } from './queries/audit.controller.js';
import { Cursors } from './queries/cursors.js';
import { ProvisioningController } from './queries/provisioning.controller.js';
import { ExportController } from './queries/export.controller.js';
import { HoldController } from './queries/hold.controller.js';
import { LookController } from './queries/look.controller.js';
import { StreamReadModel } from './persistence/streams/stream-read-model.js';
import { StreamController } from './queries/stream.controller.js';
import type { auditServiceSettings } from './settings.js';
import { outwardOf } from './streams/outward-settings.js';
import { StreamAdmin } from './streams/stream-admin.js';
import { Streams, type StreamsParts } from './streams/streams.js';

type Settings = SettingsOf<typeof auditServiceSettings>;

/** Clients of the services that know names, and what is so now. */
const NAME_OWNERS = Symbol('audit.name-owners');

/** The audit log: reads events and records, keeps entries of them, and answers what is asked of them. */
@Module({})
export class AuditServiceModule implements OnApplicationShutdown {
  constructor(
    @Inject(AuditRuntime) private readonly log: AuditRuntime,
    @Inject(Streams) private readonly streams: Streams,
    @Inject(NAME_OWNERS) private readonly owners: Readonly<Record<keyof NameOwners, InternalHttpClient>>,
  ) {}

  static async with(settings: Settings, frame: ServiceFrame): Promise<DynamicModule> {
    const owners = ownersOf(settings, frame);
    const log = await AuditRuntime.connect({
      frame,
      databaseUrl: settings.databaseUrl,
      poolSize: settings.databasePool,
      kafka: kafkaSettingsOf(settings),
      retention: settings,
      keys: logKeysOf(settings),
      checkpointEveryMs: settings.checkpointEvery,
      topic: settings.topic,
      heartbeatMs: settings.heartbeat,
      owners,
      compareEveryMs: settings.compareEvery,
    });
    const names = new NameClient(owners, frame.logger);
    const [sending, admin] = streamsOf({ log, names, outward: outwardOf(settings), frame });
    return {
      module: AuditServiceModule,
      controllers: [
        AuditController,
        AuditProofController,
        ProvisioningController,
        ExplainController,
        ExportController,
        HoldController,
        LookController,
        StreamController,
      ],
      providers: [
        { provide: AuditRuntime, useValue: log },
        { provide: AuditReadModel, useValue: log.readModel },
        { provide: NAME_OWNERS, useValue: owners },
        { provide: NameClient, useValue: names },
        { provide: Streams, useValue: sending },
        { provide: StreamAdmin, useValue: admin },
        { provide: StreamReadModel, useValue: log.streams },
        { provide: OwnerClient, useValue: new OwnerClient(owners) },
        { provide: Cursors, useValue: new Cursors(settings.cursorKey) },
        { provide: ListTurns, useValue: new ListTurns() },
      ],
    };
  }

  /** Runs after the last call. */
  async onApplicationShutdown(): Promise<void> {
    await this.streams.close();
    await Promise.all(Object.values(this.owners).map((owner) => owner.close()));
    await this.log.close();
  }
}

interface OutwardParts extends Pick<StreamsParts, 'names' | 'outward' | 'frame'> {
  readonly log: AuditRuntime;
}

/** What sends entries outward, and what admins do with it. */
function streamsOf({ log, ...parts }: OutwardParts): [Streams, StreamAdmin] {
  const { store, streams, dataSource, readModel } = log;
  const sending = new Streams({ ...parts, store, streams, dataSource, search: readModel.search });
  log.whenStored(() => sending.wake());
  return [sending, new StreamAdmin({ store, streams, sending, outward: parts.outward })];
}

function ownersOf(settings: Settings, frame: ServiceFrame) {
  const client = (service: string, urls: readonly string[]) =>
    new InternalHttpClient({ service, urls, caller: frame.name, secret: settings.internalSecret });
  return {
    users: client('user-service', settings.userServiceUrls),
    teams: client('team-service', settings.teamServiceUrls),
    tokens: client('token-service', settings.tokenServiceUrls),
  };
}

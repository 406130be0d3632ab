import { Controller, Inject } from '@nestjs/common';
import {
  AuditStreamQueries,
  ChangeAuditStream,
  CreateAuditStream,
  ListAuditStreams,
  Refusal,
  RemoveAuditStream,
  RotateAuditStreamSecret,
  TestAuditStream,
  type AuditStreamList,
  type AuditStreamOfAccount,
  type AuditStreamView,
  type AuditStreamWithSecret,
  type WebhookAttempt,
} from '@rollcall/contracts';
import { FairSemaphore, QueryHandler, QueryInput } from '@rollcall/service-kit';
import { streamOfAccount, StreamReadModel } from '../persistence/streams/stream-read-model.js';
import { StreamAdmin } from '../streams/stream-admin.js';

/** The streams by which entries go outward (ADR 0073). */
@Controller()
export class StreamController {
  /** One test of an account at a time: a stream is no way to ask a network for its ports. */
  private readonly tests = new FairSemaphore({
    atOnce: 20,
    atOncePerAccount: 1,
    maxWaiting: 0,
    refusal: () => new Refusal('audit-stream-test-busy'),
  });

  constructor(
    @Inject(StreamAdmin) private readonly admin: StreamAdmin,
    @Inject(StreamReadModel) private readonly streams: StreamReadModel,
  ) {}

  @QueryHandler(AuditStreamQueries.list)
  async list(@QueryInput() { accountId }: ListAuditStreams): Promise<AuditStreamList> {
    return { streams: await this.admin.list(accountId) };
  }

  @QueryHandler(AuditStreamQueries.all)
  async all(): Promise<AuditStreamOfAccount[]> {
    const now = new Date();
    return (await this.streams.all()).map((row) => streamOfAccount(row, now));
  }

  @QueryHandler(AuditStreamQueries.create)
  create(@QueryInput() asked: CreateAuditStream): Promise<AuditStreamWithSecret> {
    return this.admin.create(asked);
  }

  @QueryHandler(AuditStreamQueries.change)
  change(@QueryInput() asked: ChangeAuditStream): Promise<AuditStreamView> {
    return this.admin.change(asked);
  }

  @QueryHandler(AuditStreamQueries.remove)
  remove(@QueryInput() asked: RemoveAuditStream): Promise<AuditStreamView> {
    return this.admin.remove(asked);
  }

  @QueryHandler(AuditStreamQueries.rotateSecret)
  rotateSecret(@QueryInput() asked: RotateAuditStreamSecret): Promise<AuditStreamWithSecret> {
    return this.admin.rotateSecret(asked);
  }

  @QueryHandler(AuditStreamQueries.test)
  test(@QueryInput() asked: TestAuditStream): Promise<WebhookAttempt> {
    return this.tests.run(asked.accountId, () => this.admin.test(asked));
  }
}

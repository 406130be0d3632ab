import { Controller, Inject } from '@nestjs/common';
import { AuditHoldQueries, HoldAuditLog, type AuditHold } from '@rollcall/contracts';
import { QueryHandler, QueryInput } from '@rollcall/service-kit';
import { AuditRuntime } from '../audit-runtime.js';

/** Which logs are kept beyond their time. */
@Controller()
export class HoldController {
  constructor(@Inject(AuditRuntime) private readonly log: AuditRuntime) {}

  @QueryHandler(AuditHoldQueries.list)
  list(): Promise<AuditHold[]> {
    return this.log.holds.list();
  }

  @QueryHandler(AuditHoldQueries.set)
  async set(@QueryInput() { accountId, held }: HoldAuditLog): Promise<AuditHold[]> {
    const { holds } = this.log;
    await (held ? holds.set(accountId, new Date()) : holds.end(accountId));
    return holds.list();
  }
}

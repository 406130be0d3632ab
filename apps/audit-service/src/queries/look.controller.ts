import { Controller, Inject } from '@nestjs/common';
import {
  AuditLookQueries,
  callerNamed,
  isOperator,
  NoteAuditLook,
  Refusal,
  type NotedAuditLook,
} from '@rollcall/contracts';
import { QueryCaller, QueryHandler, QueryInput } from '@rollcall/service-kit';
import { AuditRuntime } from '../audit-runtime.js';
import { lookEntry } from '../domain/look-entry.js';

/** Looks of operators into the log that no broker could record (ADR 0076). */
@Controller()
export class LookController {
  constructor(@Inject(AuditRuntime) private readonly log: AuditRuntime) {}

  @QueryHandler(AuditLookQueries.note)
  async note(@QueryInput() look: NoteAuditLook, @QueryCaller() caller: string): Promise<NotedAuditLook> {
    if (!isOperator(callerNamed(caller).operator, look.operator))
      throw new Refusal('invalid-message', { problems: ['operator: is not the caller'] });
    return { noted: await this.log.store.note(() => Promise.resolve(lookEntry(look, new Date()))) };
  }
}

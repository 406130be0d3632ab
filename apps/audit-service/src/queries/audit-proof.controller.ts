import { endLine, entryLines, headLines, type ExportSource } from '@rollcall/audit-proof';
import { Controller, Inject } from '@nestjs/common';
import {
  AuditProofQueries,
  FindAuditProof,
  StrikePerson,
  type AuditCheckpoint,
  type AuditProofPage,
  type StruckPerson,
} from '@rollcall/contracts';
import { ListTurns, QueryHandler, QueryInput } from '@rollcall/service-kit';
import { tileWidth } from '@rollcall/transparency-log';
import { AuditRuntime } from '../audit-runtime.js';

/** Entries of a page: five full tiles. */
const pageSize = 5 * tileWidth;

/** Answers with what proves the logs, and strikes people from them (ADR 0062). */
@Controller()
export class AuditProofController {
  constructor(
    @Inject(AuditRuntime) private readonly log: AuditRuntime,
    @Inject(ListTurns) private readonly turns: ListTurns,
  ) {}

  @QueryHandler(AuditProofQueries.proof)
  async proof(@QueryInput() asked: FindAuditProof): Promise<AuditProofPage> {
    return this.turns.run(asked.accountId, async () => {
      const source = await this.log.proofs.source(asked);
      return source ? this.page(asked, source) : { lines: [] };
    });
  }

  @QueryHandler(AuditProofQueries.checkpoint)
  async checkpoint(): Promise<AuditCheckpoint> {
    const newest = await this.log.proofs.checkpoint();
    const key = this.log.verifierKey;
    return newest ? { key, note: newest.note, signedAt: newest.signedAt.toISOString() } : { key };
  }

  @QueryHandler(AuditProofQueries.strike)
  async strike(@QueryInput() { accountId, userId }: StrikePerson): Promise<StruckPerson> {
    const entries = await this.log.strike(accountId, userId);
    return entries === undefined ? {} : { entries };
  }

  /** The lines before the entries, or entries up to the end of a tile. */
  private async page({ accountId, log, next }: FindAuditProof, source: ExportSource): Promise<AuditProofPage> {
    const { from, statement, checkpoint } = source;
    if (next === undefined) return { lines: await all(headLines(source)), checkpoint: checkpoint.size, next: from };
    const last = Math.min(statement.size, Math.floor((next - 1) / tileWidth) * tileWidth + pageSize);
    const lines = await all(entryLines(source, await this.log.proofs.entries(accountId, log, next, last)));
    if (last < statement.size) return { lines, checkpoint: checkpoint.size, next: last + 1 };
    return { lines: [...lines, endLine(source)], checkpoint: checkpoint.size };
  }
}

async function all(lines: AsyncIterable<string>): Promise<string[]> {
  const found: string[] = [];
  for await (const line of lines) found.push(line);
  return found;
}

import { Controller, Inject } from '@nestjs/common';
import { AuditExportQueries, ExportAuditEntries, type AuditExportPage } from '@rollcall/contracts';
import { ListTurns, QueryHandler, QueryInput } from '@rollcall/service-kit';
import { NameClient } from '../clients/name-client.js';
import { exportFormats } from '../domain/export/formats.js';
import { AuditReadModel } from '../persistence/audit-read-model.js';
import { assertThere } from './assert-there.js';
import { searchQueryOf } from './search-query-of.js';
import { withSentences } from './with-sentences.js';

/** Entries as lines of files, page by page: who exports asks for the next one as long as there is one. */
@Controller()
export class ExportController {
  constructor(
    @Inject(AuditReadModel) private readonly log: AuditReadModel,
    @Inject(NameClient) private readonly names: NameClient,
    @Inject(ListTurns) private readonly turns: ListTurns,
  ) {}

  @QueryHandler(AuditExportQueries.page)
  async page(@QueryInput() asked: ExportAuditEntries): Promise<AuditExportPage> {
    const { accountId, log, format, after, upTo, limit } = asked;
    const query = await searchQueryOf(asked, this.names);
    const search = {
      accountId,
      log,
      query,
      order: 'asc',
      limit,
      ...(after === undefined ? {} : { after }),
      ...(upTo === undefined ? {} : { upTo }),
    } as const;
    const found = await this.turns.run(accountId, () => this.log.search.find(search));
    if (upTo === undefined) assertThere(after, found);
    const { head = [], line } = exportFormats[format];
    const views = await withSentences(accountId, found.entries, this.names);
    const lines = [...(after ? [] : head), ...views.map((entry) => line(entry, accountId))];
    return { lines, ...(found.isOver || found.next === undefined ? {} : { next: found.next, upTo: found.upTo }) };
  }
}

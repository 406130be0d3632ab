import { Controller, Inject } from '@nestjs/common';
import {
  AuditQueries,
  CountAuditEntries,
  FindAuditCompleteness,
  FindAuditEntries,
  FindAuditRequest,
  Refusal,
  type AuditAnswer,
  type AuditPage,
  type AuditRequestTree,
  type AuditVolume,
} from '@rollcall/contracts';
import { ListTurns, QueryHandler, QueryInput } from '@rollcall/service-kit';
import { NameClient } from '../clients/name-client.js';
import { treeOf } from '../domain/request-tree.js';
import { AuditReadModel } from '../persistence/audit-read-model.js';
import { maxTreeEntries } from '../persistence/request-entries.js';
import { assertThere } from './assert-there.js';
import { searchQueryOf } from './search-query-of.js';
import { Cursors } from './cursors.js';
import { completeness } from './complete-since.js';
import { orRefused } from './or-refused.js';
import { withSentences } from './with-sentences.js';
import { rangeOf } from './volume-range.js';

/** Answers what is asked of the audit log. */
@Controller()
export class AuditController {
  constructor(
    @Inject(AuditReadModel) private readonly log: AuditReadModel,
    @Inject(NameClient) private readonly names: NameClient,
    @Inject(Cursors) private readonly cursors: Cursors,
    @Inject(ListTurns) private readonly turns: ListTurns,
  ) {}

  @QueryHandler(AuditQueries.entries)
  async entries(@QueryInput() asked: FindAuditEntries): Promise<AuditPage> {
    const { accountId, log, order, limit, cursor } = asked;
    const query = await searchQueryOf(asked, this.names);
    const after = cursor === undefined ? undefined : await orRefused(() => this.cursors.read(cursor, asked));
    const search = { accountId, log, order, limit, query, ...(after === undefined ? {} : { after }) };
    const found = await this.turns.run(accountId, () => this.log.search.find(search));
    assertThere(after, found, ' It was restored from a backup since: begin without a cursor.');
    const { next, searchedTo } = found;
    return {
      entries: await withSentences(accountId, found.entries, this.names),
      ...(next === undefined ? {} : { next: this.cursors.write({ accountId, log, order, seq: next }) }),
      ...(searchedTo === undefined ? {} : { searchedBackTo: searchedTo.toISOString() }),
      ...(await this.completeness({ accountId, log })),
    };
  }

  @QueryHandler(AuditQueries.request)
  async request(@QueryInput() { accountId, requestId }: FindAuditRequest): Promise<AuditRequestTree> {
    const found = await this.turns.run(accountId, () => this.log.ofRequest(accountId, requestId.toLowerCase()));
    if (found.length === 0) throw new Refusal('audit-request-not-found', { requestId });
    const views = await withSentences(accountId, found.slice(0, maxTreeEntries), this.names);
    return {
      requestId: requestId.toLowerCase(),
      tree: treeOf(views),
      ...(found.length > maxTreeEntries ? { cut: true as const } : {}),
      ...(await this.completeness({ accountId })),
    };
  }

  @QueryHandler(AuditQueries.volume)
  async volume(@QueryInput() asked: CountAuditEntries): Promise<AuditVolume> {
    const range = await orRefused(() => rangeOf(asked, new Date()));
    const counts = await this.turns.run(asked.accountId, () => this.log.count(range), true);
    return { counts, ...(await this.completeness({ accountId: asked.accountId })) };
  }

  @QueryHandler(AuditQueries.completeness)
  async completeness(@QueryInput() { accountId, log }: FindAuditCompleteness): Promise<AuditAnswer> {
    return completeness(await this.log.allCompleteSince(accountId, log));
  }
}

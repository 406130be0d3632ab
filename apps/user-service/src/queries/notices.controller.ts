import { Controller, Inject } from '@nestjs/common';
import { CountNotices, ListNotices, NoticeQueries, type NoticeCounts, type NoticePage } from '@rollcall/contracts';
import { ListTurns, QueryHandler, QueryInput } from '@rollcall/service-kit';
import { NoticeReadModel } from '../persistence/notice-read-model.js';

/** Answers what waits for admins. */
@Controller()
export class NoticesController {
  constructor(
    @Inject(NoticeReadModel) private readonly notices: NoticeReadModel,
    @Inject(ListTurns) private readonly lists: ListTurns,
  ) {}

  @QueryHandler(NoticeQueries.list)
  list(@QueryInput() input: ListNotices): Promise<NoticePage> {
    return this.lists.run(input.accountId, () => this.notices.page(input));
  }

  @QueryHandler(NoticeQueries.counts)
  counts(@QueryInput() { accountId }: CountNotices): Promise<NoticeCounts> {
    return this.notices.counts(accountId);
  }
}

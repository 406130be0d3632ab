import { Controller, Inject } from '@nestjs/common';
import { NoticeCommands, NoticeQueries, type NoticeView } from '@rollcall/contracts';
import { Answer, CommandSender, QueryClient, type Commands, type Queries } from '@rollcall/gateway-kit';
import * as routes from '../contract/notice-routes.js';
import type { CheckedRequest } from '../http/checked-request.js';
import { page, readCursor } from '../http/cursor.js';
import type { Call } from '../http/request-context.js';
import { namesFor } from '../resources/notice-names.js';
import { noticeOf, type Notice } from '../resources/notice-view.js';
import { Checked, Serve } from './serve.js';

/** What waits for the account's admins. */
@Controller()
export class NoticesController {
  constructor(
    @Inject(QueryClient) private readonly queries: Queries,
    @Inject(CommandSender) private readonly commands: Commands,
  ) {}

  @Serve(routes.listNotices)
  async list(@Checked() { query, call }: CheckedRequest<typeof routes.listNotices>) {
    const { cursor, limit, state } = query;
    const { after } = readCursor(cursor);
    const from = {
      limit,
      ...(after === undefined ? {} : { before: after }),
      ...(state === undefined ? {} : { state }),
    };
    const found = await this.queries.ask(NoticeQueries.list, { accountId: call.accountId, ...from }, call);
    return new Answer(page(await this.shown(found.notices, found.heldLeavers, call), found.next));
  }

  @Serve(routes.acknowledgeNotice)
  async acknowledge(@Checked() { params, call }: CheckedRequest<typeof routes.acknowledgeNotice>) {
    const notice = await this.commands.send(NoticeCommands.acknowledge, params, call);
    const { heldLeavers } = await this.queries.ask(NoticeQueries.counts, { accountId: call.accountId }, call);
    const [shown] = await this.shown([notice], heldLeavers, call);
    if (!shown) throw new Error('a notice that was acknowledged is not shown');
    return new Answer(shown);
  }

  private async shown(notices: readonly NoticeView[], heldLeavers: number, call: Call): Promise<Notice[]> {
    const names = await namesFor(notices, this.queries, call);
    return notices.map((notice) => noticeOf(notice, { ...names, heldLeavers }));
  }
}

import { Controller, Inject } from '@nestjs/common';
import { LeaverQueries, ListLeavers, type LeaverPage } from '@rollcall/contracts';
import { ListTurns, QueryHandler, QueryInput } from '@rollcall/service-kit';
import { LeaverReadModel } from '../persistence/leaver-read-model.js';

/** Answers whom the brake on leavers keeps (rule 27). */
@Controller()
export class LeaversController {
  constructor(
    @Inject(LeaverReadModel) private readonly leavers: LeaverReadModel,
    @Inject(ListTurns) private readonly lists: ListTurns,
  ) {}

  @QueryHandler(LeaverQueries.list)
  list(@QueryInput() input: ListLeavers): Promise<LeaverPage> {
    return this.lists.run(input.accountId, () => this.leavers.page(input));
  }
}

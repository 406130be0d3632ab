import { Controller, Inject } from '@nestjs/common';
import {
  FindTakeover,
  ListTakeoverPeople,
  ListTakeovers,
  TakeoverQueries,
  type TakeoverDetails,
  type TakeoverPage,
  type TakeoverPeople,
} from '@rollcall/contracts';
import { ListTurns, QueryHandler, QueryInput } from '@rollcall/service-kit';
import { TakeoverReadModel } from '../persistence/takeover-read-model.js';

/** Answers the queries of admins and operators about takeovers. */
@Controller()
export class TakeoversController {
  constructor(
    @Inject(TakeoverReadModel) private readonly takeovers: TakeoverReadModel,
    @Inject(ListTurns) private readonly lists: ListTurns,
  ) {}

  @QueryHandler(TakeoverQueries.list)
  list(@QueryInput() input: ListTakeovers): Promise<TakeoverPage> {
    return this.lists.run(input.accountId, () => this.takeovers.list(input));
  }

  @QueryHandler(TakeoverQueries.find)
  find(@QueryInput() { accountId, takeoverId }: FindTakeover): Promise<TakeoverDetails> {
    return this.lists.run(accountId, () => this.takeovers.find(accountId, takeoverId));
  }

  @QueryHandler(TakeoverQueries.people)
  people(@QueryInput() input: ListTakeoverPeople): Promise<TakeoverPeople> {
    return this.lists.run(input.accountId, () => this.takeovers.people(input));
  }
}

import { Controller, Inject } from '@nestjs/common';
import {
  AccountQueries,
  FindAccount,
  ListAccounts,
  Refusal,
  type AccountBrief,
  type AccountSummary,
  type AnyAccount,
  type PeopleCounts,
  type RoleView,
} from '@rollcall/contracts';
import { AnswerCache, ListTurns, QueryHandler, QueryInput } from '@rollcall/service-kit';
import { AccountReadModel, type Counts } from '../persistence/account-read-model.js';

/** Of so many accounts the counts are kept. */
const maxKept = 10_000;

/** Answers the queries of gateways and operators about accounts. */
@Controller()
export class AccountsController {
  private readonly counted = new AnswerCache<Counts>({ max: maxKept });
  private readonly divided = new AnswerCache<PeopleCounts>({ max: maxKept });

  constructor(
    @Inject(AccountReadModel) private readonly accounts: AccountReadModel,
    @Inject(ListTurns) private readonly lists: ListTurns,
  ) {}

  @QueryHandler(AccountQueries.any)
  async any(): Promise<AnyAccount> {
    return { any: await this.accounts.any() };
  }

  @QueryHandler(AccountQueries.list)
  list(@QueryInput() input: ListAccounts): Promise<AccountBrief[]> {
    return this.accounts.list(input);
  }

  @QueryHandler(AccountQueries.find)
  async find(@QueryInput() { account }: FindAccount): Promise<AccountSummary> {
    const found = await this.accounts.account(account, (id) =>
      this.counted.of(id, 'seats', () => this.lists.run(id, () => this.accounts.counts(id))),
    );
    if (!found) throw new Refusal('account-not-found');
    return found;
  }

  @QueryHandler(AccountQueries.roles)
  async roles(@QueryInput() { account }: FindAccount): Promise<RoleView[]> {
    const roles = await this.accounts.roles(account);
    if (!roles) throw new Refusal('account-not-found');
    return roles;
  }

  @QueryHandler(AccountQueries.people)
  async people(@QueryInput() { account }: FindAccount): Promise<PeopleCounts> {
    const id = await this.accounts.idOf(account);
    if (id === undefined) throw new Refusal('account-not-found');
    return this.divided.of(id, 'people', () => this.lists.run(id, () => this.accounts.people(id), true));
  }
}

import { Controller, Inject } from '@nestjs/common';
import {
  CheckPassword,
  FindUser,
  FindUserBriefs,
  FindUserIds,
  ListPeople,
  LookUpUsers,
  Refusal,
  SearchUsers,
  soughtUserName,
  UserQueries,
  type FoundIds,
  type PasswordVerdict,
  type PeoplePage,
  type UserBrief,
  type UserPage,
  type UserView,
} from '@rollcall/contracts';
import { ListTurns, QueryHandler, QueryInput } from '@rollcall/service-kit';
import { viewOf } from '../domain/user/user.js';
import { PasswordChecker } from '../sessions/password-checker.js';
import { walksFar } from '../persistence/people-filter.js';
import { UserListReadModel } from '../persistence/user-list-read-model.js';
import { looksThrough, mayReadFew } from '../persistence/user-search.js';
import { UserReadModel } from '../persistence/user-read-model.js';

/** So long an index is tried before a search waits for its turn among those that look through everybody (rule 24). */
const quickMs = 100;

/** Answers the queries of gateways and services about users. */
@Controller()
export class UsersController {
  constructor(
    @Inject(UserReadModel) private readonly readModel: UserReadModel,
    @Inject(UserListReadModel) private readonly people: UserListReadModel,
    @Inject(ListTurns) private readonly lists: ListTurns,
    @Inject(PasswordChecker) private readonly passwords: PasswordChecker,
  ) {}

  @QueryHandler(UserQueries.search)
  search(@QueryInput() input: SearchUsers): Promise<UserPage> {
    const read = () => this.readModel.search(input);
    if (soughtUserName(input) !== undefined) return read();
    if (!looksThrough(input)) return this.lists.run(input.accountId, read);
    const amongScans = () => this.lists.run(input.accountId, read, true);
    if (!mayReadFew(input)) return amongScans();
    const quickly = () => this.readModel.search(input, quickMs);
    return this.lists.run(input.accountId, quickly).catch((error: unknown) => {
      if (error instanceof Refusal && error.code === 'search-too-long') return amongScans();
      throw error;
    });
  }

  @QueryHandler(UserQueries.ids)
  async ids(@QueryInput() input: FindUserIds): Promise<FoundIds> {
    return { ids: await this.lists.run(input.accountId, () => this.readModel.ids(input), looksThrough(input)) };
  }

  @QueryHandler(UserQueries.lookUps)
  lookUps(@QueryInput() { lookUps }: LookUpUsers): Promise<(UserView | null)[]> {
    return Promise.all(lookUps.map((each) => this.readModel.lookUp(each)));
  }

  @QueryHandler(UserQueries.people)
  list(@QueryInput() input: ListPeople): Promise<PeoplePage> {
    return this.lists.run(input.accountId, () => this.people.page(input), walksFar(input));
  }

  @QueryHandler(UserQueries.briefs)
  briefs(@QueryInput() { accountId, userIds, withNames }: FindUserBriefs): Promise<UserBrief[]> {
    return this.readModel.briefs(accountId, userIds, withNames);
  }

  @QueryHandler(UserQueries.find)
  async find(@QueryInput() { accountId, userId, released = false }: FindUser): Promise<UserView> {
    const user = await this.readModel.user(accountId, userId, released);
    if (!user) throw new Refusal('user-not-found', { userId });
    return viewOf(user);
  }

  @QueryHandler(UserQueries.checkPassword)
  async checkPassword(@QueryInput() { accountId, userName, password }: CheckPassword): Promise<PasswordVerdict> {
    const person = await this.passwords.check(accountId, userName, password);
    return person ? { signsIn: true, userId: person.userId } : { signsIn: false };
  }
}

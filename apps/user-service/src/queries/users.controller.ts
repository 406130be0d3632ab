import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, ValidationPipe } from '@nestjs/common';
import {
  Refusal,
  UserQueries,
  type PeoplePage,
  type UserBrief,
  type UserPage,
  type UserView,
} from '@rollcall/contracts';
import { viewOf } from '../domain/user/user.js';
import { PasswordChecker } from '../sessions/password-checker.js';
import { UserReadModel } from '../persistence/user-read-model.js';
import { UserListReadModel } from '../persistence/user-list-read-model.js';
import { BriefsBody, CheckPasswordBody, LookUpsBody, PeopleBody, SearchUsersBody } from './query-shapes.js';

const checked = new ValidationPipe({ transform: true });

/** What gateways and services ask about people. */
@Controller()
export class UsersController {
  constructor(
    @Inject(UserReadModel) private readonly directory: UserReadModel,
    @Inject(UserListReadModel) private readonly people: UserListReadModel,
    @Inject(PasswordChecker) private readonly passwords: PasswordChecker,
  ) {}

  @Post(UserQueries.search)
  @HttpCode(200)
  search(@Body(checked) query: SearchUsersBody): Promise<UserPage> {
    return this.directory.search(query);
  }

  @Post(UserQueries.lookUps)
  @HttpCode(200)
  lookUps(@Body(checked) { lookUps }: LookUpsBody): Promise<(UserView | null)[]> {
    return Promise.all(lookUps.map((each) => this.directory.lookUp(each)));
  }

  @Post(UserQueries.people)
  @HttpCode(200)
  list(@Body(checked) query: PeopleBody): Promise<PeoplePage> {
    return this.people.page(query);
  }

  @Post(UserQueries.briefs)
  @HttpCode(200)
  briefs(@Body(checked) { accountId, userIds }: BriefsBody): Promise<UserBrief[]> {
    return this.directory.briefs(accountId, userIds);
  }

  @Get('/internal/accounts/:accountId/users/:userId')
  async one(
    @Param('accountId') accountId: string,
    @Param('userId') userId: string,
    @Query('released') released?: string,
  ): Promise<UserView> {
    const user = await this.directory.user(accountId, userId, released === 'true');
    if (!user) throw new Refusal('user-not-found', { userId });
    return viewOf(user);
  }

  @Post(UserQueries.checkPassword)
  @HttpCode(200)
  async checkPassword(
    @Body(checked) { accountId, userName, password }: CheckPasswordBody,
  ): Promise<{ signsIn: boolean; userId?: string }> {
    const person = await this.passwords.check(accountId, userName, password);
    return person ? { signsIn: true, userId: person.userId } : { signsIn: false };
  }
}

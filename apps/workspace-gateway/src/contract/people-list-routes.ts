import {
  Described,
  ListOf,
  MayBeAbsent,
  Nested,
  peopleOrders,
  type ManagedBy,
  type PeopleOrder,
} from '@rollcall/contracts';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsString, Matches, Max, Min } from 'class-validator';
import { Id, IsManagedBy, Text, Time } from './decorators.js';
import { routesOf } from './define-route.js';
import { aboutUserType, AccountBrief, Actor, pageOf, Paging, PersonRow, User, UserId } from './shapes.js';

const defineRoute = routesOf('People');

class TypeCount {
  @Described(aboutUserType) @IsString() userType: string;
  @IsInt() users: number;
}

class Account extends AccountBrief {
  @Described('Active people; inactive ones are no seats.') @IsInt() seats: number;
  @Described('The released are no part of them.') @IsInt() users: number;
  @IsInt() activeAdmins: number;
  @Described('Of `users`.') @MayBeAbsent() @IsInt() inactive?: number;
  @Described('Of `users`, whom the identity provider keeps; the others are kept by the people of the account.')
  @MayBeAbsent()
  @IsInt()
  directory?: number;
  @Described('Whom the identity provider deleted.') @MayBeAbsent() @IsInt() released?: number;
  @Described('Of `users`; types that nobody has are absent.')
  @MayBeAbsent()
  @ListOf(() => TypeCount)
  types?: TypeCount[];
}

class ListUsers extends Paging {
  @Described(
    'A part of the name or of the e-mail address. Who has exactly this id, e-mail address or `externalId` comes first. The order is then that of creation.',
  )
  @MayBeAbsent()
  @Text(320)
  search?: string;
  @MayBeAbsent() @IsIn(['true', 'false']) active?: 'true' | 'false';
  @Described(aboutUserType) @MayBeAbsent() @Text(200) userType?: string;
  @MayBeAbsent() @IsManagedBy() managedBy?: ManagedBy;
  @Described('Whether the identity provider has deleted the person; both where it is absent.')
  @MayBeAbsent()
  @IsIn(['true', 'false'])
  released?: 'true' | 'false';
  @Described('By `displayName`, who has none last; default: created.')
  @MayBeAbsent()
  @IsIn(peopleOrders)
  order?: PeopleOrder;
  @Described('How many to skip from the beginning, in place of a cursor; not of a search.')
  @MayBeAbsent()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(100_000_000)
  offset?: number;
  @Described('row: short rows, in `rows` of the answer.') @MayBeAbsent() @IsIn(['row']) view?: 'row';
  @Described(
    'Up to 200 ids behind commas: these people, in this order; unknown ones are left out. It stands alone, or with `view`.',
  )
  @MayBeAbsent()
  @Matches(/^[0-9A-Fa-f-]{36}(,[0-9A-Fa-f-]{36}){0,199}$/)
  ids?: string;
}

export const aboutBrief =
  'Who does not manage people sees others briefly: without `externalId`, and of the profile without phone numbers, addresses, other e-mail addresses and `enterprise`.';

class UserPage extends pageOf(User) {
  @Described('With `view=row`, in place of `items`, which is empty then.')
  @MayBeAbsent()
  @ListOf(() => PersonRow)
  rows?: PersonRow[];
  @Described(
    'How many people there are; of a search, how many are searched through. Absent in pages by cursor but of searches, and where counting would take too long.',
  )
  @MayBeAbsent()
  @IsInt()
  total?: number;
  @Described(
    'Of a search: how many people were looked at, from the first page on. It is over where there is no `next`.',
  )
  @MayBeAbsent()
  @IsInt()
  searched?: number;
}

class TeamOfPerson {
  @Id() id: string;
  @IsString() displayName: string;
  @IsManagedBy() ownedBy: ManagedBy;
  @Described('directory: its group says so; manual: somebody put the person in.')
  @IsIn(['directory', 'manual'])
  source: 'directory' | 'manual';
  @Time() addedAt: string;
  @Nested(() => Actor) addedBy: Actor;
}

class TeamsOfPerson extends pageOf(TeamOfPerson) {}

export const account = defineRoute({
  name: 'account',
  method: 'GET',
  path: '/api/account',
  summary: 'The account: seats used, people, active admins',
  access: 'account.read',
  answer: Account,
});

export const listUsers = defineRoute({
  name: 'listUsers',
  method: 'GET',
  path: '/api/users',
  summary: 'List and search people',
  about: `In creation order unless another is asked for, the inactive and the released too. A page of a search may be shorter than \`limit\`, or empty, and still have a \`next\`. ${aboutBrief}`,
  access: 'users.read',
  compressed: true,
  query: ListUsers,
  answer: UserPage,
  refusals: ['search-too-long'],
});

export const listTeamsOfUser = defineRoute({
  name: 'listTeamsOfUser',
  method: 'GET',
  path: '/api/users/:userId/teams',
  summary: 'The teams that somebody is in: what the product shows; how the person came, when, and by whom',
  about: 'In the order in which the teams were made.',
  access: 'teams.read',
  compressed: true,
  params: UserId,
  query: Paging,
  answer: TeamsOfPerson,
  refusals: ['user-not-found'],
});

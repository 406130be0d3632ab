import {
  AccountQueries,
  isUuid,
  nilUuid,
  Refusal,
  TeamQueries,
  UserQueries,
  type AccountSummary,
  type Actor,
  type CommandDefinition,
  type SearchTeams,
  type SearchUsers,
  type TeamView,
  type UserView,
} from '@rollcall/contracts';
import type { Context } from '../context.js';
import { OpsFailure } from '../failure.js';
import { refusalSentence } from '../output/refusal-sentences.js';

/** Finds an account by slug or id. */
export async function accountOf(context: Context, account: string): Promise<AccountSummary> {
  try {
    return await context.connections.service('user-service').ask(AccountQueries.find, { account });
  } catch (error) {
    if (error instanceof Refusal && error.code === 'account-not-found')
      throw new OpsFailure(`there is no account "${account}": give its slug or its id`);
    throw error;
  }
}

/** What stands for the installation where the log of an account is named. */
const installation = 'installation';

/** The id whose audit log is named: of an account by slug or id, or `installation`, whose log has what belongs to no account. */
export async function logOwnerOf(context: Context, account: string): Promise<string> {
  return account === installation ? nilUuid : (await accountOf(context, account)).id;
}

/** Finds a user by e-mail address, whether or not the directory manages the user. */
export async function userOf(context: Context, account: AccountSummary, userName: string): Promise<UserView> {
  const search: SearchUsers = {
    accountId: account.id,
    filter: { is: 'equals', attribute: 'userName', value: userName },
    scope: 'all',
    offset: 0,
    limit: 1,
  };
  const page = await context.connections.service('user-service').ask(UserQueries.search, search);
  const [user] = page.users;
  if (user === undefined)
    throw new OpsFailure(`the account ${account.slug} has no user ${userName}: check the e-mail address`);
  return user;
}

/** Finds a user by id or e-mail address. */
export async function userNamed(context: Context, account: AccountSummary, idOrUserName: string): Promise<UserView> {
  if (!isUuid(idOrUserName)) return userOf(context, account, idOrUserName);
  try {
    return await context.connections
      .service('user-service')
      .ask(UserQueries.find, { accountId: account.id, userId: idOrUserName.toLowerCase() });
  } catch (error) {
    if (error instanceof Refusal && error.code === 'user-not-found')
      throw new OpsFailure(`the account ${account.slug} has no user ${idOrUserName}: check the id`);
    throw error;
  }
}

/**
 * The id of a person of the account, released people included, by id or e-mail address. An id is taken as it is: of who was
 * erased already, nobody else finds anything.
 */
export async function personNamed(
  context: Context,
  { id: accountId, slug }: Pick<AccountSummary, 'id' | 'slug'>,
  idOrUserName: string,
): Promise<string> {
  if (isUuid(idOrUserName)) return idOrUserName.toLowerCase();
  const found = await peopleCalled(context, accountId, idOrUserName);
  const [one, another] = found;
  if (one === undefined)
    throw new OpsFailure(`the account ${slug} has nobody ${idOrUserName}: check the e-mail address`);
  if (another !== undefined)
    throw new OpsFailure(
      `several people are ${idOrUserName}: name one by id (${found.map(({ id }) => id).join(', ')})`,
    );
  return one.id;
}

async function peopleCalled(context: Context, accountId: string, userName: string): Promise<readonly UserView[]> {
  const found: UserView[] = [];
  for (let after: string | undefined; ;) {
    const page = await context.connections.service('user-service').ask(UserQueries.people, {
      accountId,
      search: userName,
      limit: 100,
      ...(after === undefined ? {} : { after }),
    });
    found.push(...page.users.filter((user) => user.userName.toLowerCase() === userName.toLowerCase()));
    if (page.next === undefined) return found;
    after = page.next;
  }
}

/** The e-mail addresses of users, by id: of the first 5,000, without users that are unknown. */
export async function userNamesOf(
  context: Context,
  account: AccountSummary,
  userIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (userIds.length === 0) return new Map();
  const question = { accountId: account.id, userIds: userIds.slice(0, 5_000) };
  const briefs = await context.connections.service('user-service').ask(UserQueries.briefs, question);
  return new Map(briefs.map(({ id, userName }) => [id, userName]));
}

/** Finds a team by id or name, whether or not the directory owns it. */
export async function teamNamed(context: Context, account: AccountSummary, idOrName: string): Promise<TeamView> {
  const attribute = isUuid(idOrName) ? 'id' : 'displayName';
  const search: SearchTeams = {
    accountId: account.id,
    filter: { is: 'equals', attribute, value: attribute === 'id' ? idOrName.toLowerCase() : idOrName },
    scope: 'all',
    offset: 0,
    limit: 1,
  };
  const page = await context.connections.service('team-service').ask(TeamQueries.search, search);
  const [team] = page.teams;
  if (team === undefined)
    throw new OpsFailure(`the account ${account.slug} has no team "${idOrName}": see \`team list ${account.slug}\``);
  return team;
}

/** The teams of an account, oldest first: all, or the directory-owned ones. */
export async function teamsOf(
  context: Context,
  account: AccountSummary,
  scope: 'managed' | 'all',
): Promise<readonly TeamView[]> {
  const teams: TeamView[] = [];
  for (;;) {
    const search: SearchTeams = { accountId: account.id, scope, offset: teams.length, limit: 1_000 };
    const page = await context.connections.service('team-service').ask(TeamQueries.search, search);
    teams.push(...page.teams);
    if (page.teams.length < search.limit) return teams;
  }
}

/**
 * Sends a command and returns the body of the reply; a refusal is thrown as its sentence. The actor is the operator,
 * unless another is given.
 */
export async function sendCommand<Input extends OfAnAccount, Body extends object>(
  context: Context,
  definition: CommandDefinition<Input, Body>,
  input: Omit<NoInfer<Input>, 'actor'>,
  actor: Actor = { kind: 'operator', id: context.operator },
): Promise<Body> {
  const commands = await context.connections.commands();
  const reply = await commands.ask(definition, { ...input, actor } as Input); // the two parts of it
  if (!reply.ok) throw new OpsFailure(refusalSentence(reply.code, reply.facts));
  return reply.body;
}

/** What every command says. */
interface OfAnAccount {
  readonly accountId: string;
  readonly actor: Actor;
}

import {
  AccountQueries,
  Refusal,
  UserQueries,
  type AccountSummary,
  type MessageDefinition,
  type Reply,
  type SearchUsers,
  type UserPage,
  type UserView,
} from '@rollcall/contracts';
import type { Context } from '../context.js';
import { OpsFailure } from '../failure.js';
import { refusalSentence } from '../output/refusal-sentences.js';

/** The account of a slug or id. */
export async function accountOf(context: Context, account: string): Promise<AccountSummary> {
  try {
    return await context.connections.service('user-service').get<AccountSummary>(AccountQueries.one(account));
  } catch (error) {
    if (error instanceof Refusal && error.code === 'account-not-found')
      throw new OpsFailure(`there is no account "${account}": give its slug or its id`);
    throw error;
  }
}

/** The user of an e-mail address, whoever manages that user. */
export async function userOf(context: Context, account: AccountSummary, userName: string): Promise<UserView> {
  const search: SearchUsers = {
    accountId: account.id,
    filter: { is: 'equals', attribute: 'userName', value: userName },
    scope: 'all',
    offset: 0,
    limit: 1,
  };
  const page = await context.connections.service('user-service').query<UserPage>(UserQueries.search, search);
  const [user] = page.users;
  if (user === undefined)
    throw new OpsFailure(`the account ${account.slug} has no user ${userName}: check the e-mail address`);
  return user;
}

/** Sends a command as this operator and gives the body of the reply; a refusal becomes its sentence. */
export async function order<P extends { accountId: string }, Body extends object>(
  context: Context,
  definition: MessageDefinition<P>,
  payload: Omit<P, 'actor'>,
): Promise<Body> {
  const commands = await context.connections.commands();
  const actor = { kind: 'operator', id: context.operator };
  const reply: Reply = await commands.ask(definition, { ...payload, actor } as unknown as P); // every command has an actor
  if (!reply.ok) throw new OpsFailure(refusalSentence(reply.code, reply.facts));
  return reply.body as Body;
}

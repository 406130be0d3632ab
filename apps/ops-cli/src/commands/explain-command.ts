import { ExplainQueries, type Explanation } from '@rollcall/contracts';
import { Command } from 'commander';
import { parseId, parseMoment } from '../arguments.js';
import { commandOfAccount, answer, examples, type Context, type OutputOptions } from '../context.js';
import { recordLook } from '../records/record-act.js';
import { printable } from '../output/table.js';
import { accountOf } from './lookups.js';

/** `audit explain`: why something is so, in the words that an admin of the account gets (rule 28). */
export function explainCommand(context: Context): Command {
  const explain = new Command('explain').description('why somebody is in a team or not, why a token is refused, …');
  explain.addCommand(membershipCommand(context));
  explain.addCommand(tokenCommand(context));
  explain.addCommand(userCommand(context));
  return examples(
    explain,
    'audit explain membership acme "Design" ann@example.com',
    'audit explain membership acme "Design" ann@example.com --at 2d',
    'audit explain token acme 01a228ac-8a34-7526-99df-42bc5b72d9a8',
    'audit explain user acme ann@example.com',
  );
}

interface MembershipOptions extends OutputOptions {
  readonly at?: string;
}

function membershipCommand(context: Context): Command {
  const command = commandOfAccount('membership', 'why somebody is in a team, or is not')
    .argument('<team>', 'name or id')
    .argument('<user>', 'e-mail address or id')
    .option('--at <time>', 'a past moment: so long ago (15m, 2d), or 2026-11-28T20:57:53Z; a day is none')
    .option('--json', 'answer in JSON')
    .action(async (accountName: string, team: string, user: string, options: MembershipOptions) => {
      const { id: accountId } = await accountOf(context, accountName);
      await recordLook(context, accountId, 'audit-searched');
      const at = options.at === undefined ? {} : { at: parseMoment(options.at, context.now(), '--at').toISOString() };
      const asked = { accountId, team, user, ...at };
      const answered = await context.connections.service('audit-service').ask(ExplainQueries.membership, asked);
      answer(context, options, answered, () => explanationText(answered.explanation));
    });
  return examples(command, 'audit explain membership acme "Design" ann@example.com');
}

function tokenCommand(context: Context): Command {
  const command = commandOfAccount('token', 'why a SCIM token works, or is answered with 401')
    .argument('<token>', 'id of the token', parseId)
    .option('--json', 'answer in JSON')
    .action(async (accountName: string, token: string, options: OutputOptions) => {
      const { id: accountId } = await accountOf(context, accountName);
      await recordLook(context, accountId, 'audit-searched');
      const answered = await context.connections
        .service('audit-service')
        .ask(ExplainQueries.token, { accountId, token });
      answer(context, options, answered, () => explanationText(answered.explanation));
    });
  return examples(command, 'audit explain token acme 01a228ac-8a34-7526-99df-42bc5b72d9a8');
}

function userCommand(context: Context): Command {
  const command = commandOfAccount('user', 'why a person is active or inactive, and of her type')
    .argument('<user>', 'e-mail address or id')
    .option('--json', 'answer in JSON')
    .action(async (accountName: string, user: string, options: OutputOptions) => {
      const { id: accountId } = await accountOf(context, accountName);
      await recordLook(context, accountId, 'audit-searched');
      const answered = await context.connections.service('audit-service').ask(ExplainQueries.user, { accountId, user });
      const texts = [answered.state, ...(answered.userType ? [answered.userType] : [])].map(explanationText);
      answer(context, options, answered, () => texts.join('\n\n'));
    });
  return examples(command, 'audit explain user acme ann@example.com');
}

/** The sentence, what to do, and the entries that it rests on. */
const explanationText = ({ sentence, todo, entries }: Explanation): string =>
  [
    sentence,
    ...(todo === undefined ? [] : [todo]),
    ...entries.map((entry) => `  ${entry.at}  ${entry.sentence}${entry.requestId ? `  ${entry.requestId}` : ''}`),
  ]
    .map(printable)
    .join('\n');

import { AccountQueries, ClosingCommands, type AccountBrief, type AccountSummary } from '@rollcall/contracts';
import { Command } from 'commander';
import { parseTerm } from '../arguments.js';
import { commandOfAccount, answer, examples, type Context, type OutputOptions } from '../context.js';
import { ExitCode, OpsFailure } from '../failure.js';
import { printable, table, type Column } from '../output/table.js';
import { accountOf, sendCommand } from './lookups.js';

interface CloseOptions extends OutputOptions {
  readonly after: string;
  readonly atOnce?: boolean;
  readonly yes?: boolean;
}

/** `account close`: nobody gets in from then on, and at the end of a term all of the account is deleted (rule 25). */
export function closeCommand(context: Context): Command {
  const command = commandOfAccount(
    'close',
    'end an account: nobody gets in any more, and after a term all of it is deleted',
  )
    .option('--after <term>', 'how long it can be reopened, 1d to 365d', '30d')
    .option('--at-once', 'allow a term of less than a day, such as 0d: nothing can then be given back')
    .option('--yes', 'do not ask for the slug: for scripts')
    .option('--json', 'answer in JSON')
    .action(async (name: string, options: CloseOptions) => {
      const afterSeconds = parseTerm(options.after, options.atOnce === true);
      const account = await accountOf(context, name);
      if (options.yes !== true) await confirm(context, account);
      const closed = await sendCommand(context, ClosingCommands.close, { accountId: account.id, afterSeconds });
      answer(
        context,
        options,
        closed,
        () =>
          `${closed.slug} is being closed: nobody gets in any more. All of it is deleted after ${endOf(closed)}; until then \`account reopen ${closed.slug}\` gives it back.`,
      );
    });
  return examples(
    command,
    'account close acme',
    'account close acme --after 7d --yes',
    'account close acme --after 0d --at-once',
  );
}

/** `account reopen`: within the term. */
export function reopenCommand(context: Context): Command {
  const command = commandOfAccount('reopen', 'give an account back that is being closed; its people sign in anew')
    .option('--json', 'answer in JSON')
    .action(async (name: string, options: OutputOptions) => {
      const { id: accountId } = await accountOf(context, name);
      const account = await sendCommand(context, ClosingCommands.reopen, { accountId });
      answer(context, options, account, () => `${account.slug} is open. Sessions of before stay ended.`);
    });
  return examples(command, 'account reopen acme');
}

const columns: readonly Column<AccountBrief>[] = [
  { title: 'slug', of: ({ slug }) => slug },
  { title: 'id', of: ({ id }) => id },
  { title: 'name', of: ({ name }) => name },
  { title: 'closes', of: ({ closing }) => closing?.endsAt },
];

const pageSize = 1_000;

/** `account list`: all, or those that are being closed. */
export function listCommand(context: Context): Command {
  const command = new Command('list')
    .description('accounts, and when those end that are being closed')
    .option('--closing', 'only those that are being closed')
    .option('--json', 'answer in JSON')
    .action(async (options: OutputOptions & { readonly closing?: boolean }) => {
      const all = await accounts(context);
      const shown = options.closing === true ? all.filter(({ closing }) => closing !== undefined) : all;
      answer(context, options, shown, () => (shown.length === 0 ? 'There is none.' : table(columns, shown)));
    });
  return examples(command, 'account list', 'account list --closing');
}

export async function accounts(context: Context): Promise<AccountBrief[]> {
  const all: AccountBrief[] = [];
  for (;;) {
    const after = all.at(-1)?.slug;
    const page = await context.connections
      .service('user-service')
      .ask(AccountQueries.list, { limit: pageSize, ...(after === undefined ? {} : { after }) });
    all.push(...page);
    if (page.length < pageSize) return all;
  }
}

/** @throws OpsFailure where something else than the slug was typed */
async function confirm({ terminal }: Context, { slug, name, users }: AccountSummary): Promise<void> {
  terminal.err(`${printable(name)} has ${users} users. To close it, type its slug (${slug}):`);
  if ((await terminal.readLine()).trim() !== slug)
    throw new OpsFailure(`that is not "${slug}": nothing has changed`, ExitCode.usage);
}

const endOf = ({ closing }: Pick<AccountBrief, 'closing'>) => closing?.endsAt ?? 'its term';

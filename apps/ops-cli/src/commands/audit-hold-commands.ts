import { AuditHoldQueries, type AuditHold } from '@rollcall/contracts';
import { Command } from 'commander';
import { answer, examples, type Context, type OutputOptions } from '../context.js';
import { recordAct } from '../records/record-act.js';
import { table, type Column } from '../output/table.js';
import { logOwnerOf } from './lookups.js';

/** `audit hold` and `audit holds`: which logs are kept beyond their time. */
export const holdCommands = (context: Context): readonly Command[] => [holdCommand(context), holdsCommand(context)];

function holdCommand(context: Context): Command {
  const command = new Command('hold')
    .description('keep the log of an account beyond its time (a legal hold), or end that')
    .argument('<account>', 'slug or id, or installation')
    .option('--end', 'end the hold: what is over is dropped within minutes')
    .option('--json', 'answer in JSON')
    .action(async (accountName: string, options: OutputOptions & { readonly end?: boolean }) => {
      const accountId = await logOwnerOf(context, accountName);
      const held = options.end !== true;
      await recordAct(context, { act: held ? 'audit-held' : 'audit-hold-ended', accountId });
      const holds = await context.connections.service('audit-service').ask(AuditHoldQueries.set, { accountId, held });
      answer(context, options, holds, () =>
        held ? `The log of ${accountName} is held.` : `The log of ${accountName} is not held any more.`,
      );
    });
  return examples(command, 'audit hold acme', 'audit hold acme --end');
}

const columns: readonly Column<AuditHold>[] = [
  { title: 'account', of: ({ accountId }) => accountId },
  { title: 'since', of: ({ since }) => since },
];

function holdsCommand(context: Context): Command {
  const command = new Command('holds')
    .description('the accounts whose logs are held')
    .option('--json', 'answer in JSON')
    .action(async (options: OutputOptions) => {
      const holds = await context.connections.service('audit-service').ask(AuditHoldQueries.list, {});
      answer(context, options, holds, () => (holds.length === 0 ? 'No log is held.' : table(columns, holds)));
    });
  return examples(command, 'audit holds');
}

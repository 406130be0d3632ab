import { AuditStreamQueries, type AuditStreamOfAccount } from '@rollcall/contracts';
import { Command } from 'commander';
import { answer, examples, type Context, type OutputOptions } from '../context.js';
import { table, type Column } from '../output/table.js';
import { logOwnerOf } from './lookups.js';

const columns: readonly Column<AuditStreamOfAccount>[] = [
  { title: 'account', of: ({ accountId }) => accountId },
  { title: 'stream', of: ({ id }) => id },
  { title: 'kind', of: ({ kind }) => kind },
  { title: 'log', of: ({ log }) => log },
  { title: 'state', of: ({ state }) => state },
  { title: 'behind', of: ({ behind }) => String(behind) },
  { title: 'since', of: ({ failingSince, behindSince }) => failingSince ?? behindSince ?? '' },
  { title: 'problem', of: ({ problem = '', status }) => (status === undefined ? problem : `${problem} ${status}`) },
  { title: 'missed', of: ({ missed }) => String(missed) },
];

/** `audit streams`: where logs are sent outward, how far that has come, and how it goes; those first that fail or are behind. */
export function streamsCommand(context: Context): Command {
  const command = new Command('streams')
    .description('how the streams of audit logs do, those first that fail or are behind')
    .argument('[account]', 'slug or id: only its streams')
    .option('--json', 'answer in JSON')
    .action(async (accountName: string | undefined, options: OutputOptions) => {
      const of = accountName === undefined ? undefined : await logOwnerOf(context, accountName);
      const all = await context.connections.service('audit-service').ask(AuditStreamQueries.all, {});
      const streams = all.filter(({ accountId }) => of === undefined || accountId === of);
      answer(context, options, streams, () =>
        streams.length === 0 ? 'No log is sent outward.' : table(columns, streams),
      );
    });
  return examples(command, 'audit streams', 'audit streams acme');
}

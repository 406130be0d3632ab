import { OpsQueries } from '@rollcall/contracts';
import { Command } from 'commander';
import { parseServices } from '../arguments.js';
import { answer, examples, type Context, type OutputOptions } from '../context.js';
import { age, table, type Column } from '../output/table.js';

interface OutboxOptions extends OutputOptions {
  readonly service?: string;
  readonly lanes?: boolean;
}

interface Row {
  readonly service: string;
  readonly lane?: number;
  readonly rows: number;
  readonly oldestSeconds: number;
}

const service: Column<Row> = { title: 'service', of: (row) => row.service };
const lane: Column<Row> = { title: 'lane', of: (row) => row.lane, right: true };
const counts: readonly Column<Row>[] = [
  { title: 'waiting', of: (row) => row.rows, right: true },
  { title: 'oldest', of: (row) => (row.rows === 0 ? undefined : age(row.oldestSeconds)), right: true },
];

/** `outbox`: events that are committed and not yet published. */
export function outboxCommand(context: Context): Command {
  const command = new Command('outbox')
    .description('events that services have committed and not yet published; normally none is older than a second')
    .option('--service <service>', 'only this service')
    .option('--lanes', 'by lane instead of by service')
    .option('--json', 'answer in JSON')
    .action((options: OutboxOptions) => show(context, options));
  return examples(command, 'outbox', 'outbox --service user-service --lanes');
}

async function show(context: Context, options: OutboxOptions): Promise<void> {
  const statuses = await Promise.all(
    parseServices(options.service).map(async (name) => {
      const status = await context.connections.service(name).ask(OpsQueries.outbox, {});
      return { service: name, ...status };
    }),
  );
  answer(context, options, statuses, () => {
    if (!options.lanes) return table([service, ...counts], statuses);
    const rows = statuses.flatMap(({ service, lanes }) => lanes.map((each) => ({ service, ...each })));
    return rows.length === 0 ? 'Nothing waits in any lane.' : table([service, lane, ...counts], rows);
  });
}

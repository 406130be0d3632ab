import { nilUuid, OpsQueries, type ParkedMessageView } from '@rollcall/contracts';
import { Command } from 'commander';
import { parseServices } from '../arguments.js';
import type { ServiceName } from '../connections/ports.js';
import { answer, examples, type Context, type OutputOptions } from '../context.js';
import { OpsFailure } from '../failure.js';
import { table, type Column } from '../output/table.js';
import { recordAct } from '../records/record-act.js';

type Parked = ParkedMessageView & { readonly service: ServiceName };

interface ParkedOptions extends OutputOptions {
  readonly service?: string;
}

const columns: readonly Column<Parked>[] = [
  { title: 'id', of: (parked) => parked.id },
  { title: 'service', of: (parked) => parked.service },
  { title: 'type', of: (parked) => parked.type },
  { title: 'key', of: (parked) => parked.key },
  { title: 'parked', of: (parked) => parked.parkedAt },
  { title: 'reason', of: (parked) => parked.reason },
];

/** `parked`: events that a service parked, and those that wait behind them. */
export function parkedCommand(context: Context): Command {
  const parked = new Command('parked').description(
    'events that a service could not handle and set aside; later events of the same key wait behind them',
  );
  parked.addCommand(listCommand(context));
  parked.addCommand(actCommand(context, 'retry', 'handle it again, and what waits behind it'));
  parked.addCommand(actCommand(context, 'skip', 'give it up for good: it will count as handled'));
  return examples(parked, 'parked list', 'parked retry 01890a5d-ac96-774b-bcce-b302099a8063');
}

function listCommand(context: Context): Command {
  const command = new Command('list')
    .description('what is parked, oldest first')
    .option('--service <service>', 'only this service')
    .option('--json', 'answer in JSON')
    .action(async (options: ParkedOptions) => {
      const parked = await parkedOf(context, options);
      answer(context, options, parked, () => (parked.length === 0 ? 'Nothing is parked.' : table(columns, parked)));
    });
  return examples(command, 'parked list', 'parked list --service token-service --json');
}

function actCommand(context: Context, what: 'retry' | 'skip', description: string): Command {
  const command = new Command(what)
    .description(description)
    .argument('<id>', 'id of the message, as `parked list` shows it')
    .option('--service <service>', 'the service that parked it, where several did')
    .option('--json', 'answer in JSON')
    .action(async (id: string, options: ParkedOptions) => {
      const { service, type, accountId } = await holderOf(context, id, options);
      const act = what === 'retry' ? 'parked-retried' : 'parked-skipped';
      const about = accountId === undefined || accountId === nilUuid ? {} : { accountId };
      await recordAct(context, { act, service, messageId: id, messageType: type, ...about });
      const query = what === 'retry' ? OpsQueries.retryParked : OpsQueries.skipParked;
      const outcome = await context.connections.service(service).ask(query, { id });
      answer(context, options, outcome, () => `${outcome.done} left the parking place of ${service}.`);
    });
  return examples(command, `parked ${what} 01890a5d-ac96-774b-bcce-b302099a8063`);
}

async function holderOf(context: Context, id: string, options: ParkedOptions): Promise<Parked> {
  const holders = (await parkedOf(context, options)).filter((each) => each.id === id);
  const [holder] = holders;
  if (holder === undefined) throw new OpsFailure(`no message ${id} is parked: see \`parked list\``);
  if (holders.length > 1)
    throw new OpsFailure(
      `${holders.map(({ service }) => service).join(' and ')} have parked ${id}: say which with --service`,
    );
  return holder;
}

async function parkedOf(context: Context, options: ParkedOptions): Promise<Parked[]> {
  const lists = await Promise.all(
    parseServices(options.service).map(async (service) => {
      const parked = await context.connections.service(service).ask(OpsQueries.parked, {});
      return parked.map((each) => ({ ...each, service }));
    }),
  );
  return lists.flat().sort((a, b) => a.parkedAt.localeCompare(b.parkedAt));
}

import {
  LeaverCommands,
  LeaverQueries,
  maxNamedLeavers,
  type AccountSummary,
  type LeaverPage,
  type LeaversReply,
  type LeaverView,
} from '@rollcall/contracts';
import { Command } from 'commander';
import { commandOfAccount, answer, examples, type Context, type OutputOptions } from '../context.js';
import { ExitCode, OpsFailure } from '../failure.js';
import { table } from '../output/table.js';
import { accountOf, personNamed, sendCommand, userNamesOf } from './lookups.js';

/** So many people are listed; the number of all who are held stands above them. */
const listed = 1_000;

/** `leavers`: people whom the brake on leavers keeps active (docs/rules.md 27). */
export function leaversCommand(context: Context): Command {
  const leavers = new Command('leavers').description(
    'people whom the brake on leavers keeps active (setting deprovisionBrake), until an admin approves or declines',
  );
  leavers.addCommand(listCommand(context));
  leavers.addCommand(approveCommand(context));
  leavers.addCommand(declineCommand(context));
  return examples(leavers, 'leavers list acme', 'leavers approve acme --count 24');
}

function listCommand(context: Context): Command {
  const command = commandOfAccount(
    'list',
    'who, what the directory asked for, by which token, since when, and what was decided',
  )
    .option('--json', 'answer in JSON')
    .action(async (accountName: string, options: OutputOptions) => {
      const account = await accountOf(context, accountName);
      const ask = { accountId: account.id, limit: listed };
      const page = await context.connections.service('user-service').ask(LeaverQueries.list, ask);
      const names = await userNamesOf(
        context,
        account,
        page.leavers.map(({ userId }) => userId),
      );
      answer(context, options, page, () => leaversText(account, page, names));
    });
  return examples(command, 'leavers list acme');
}

interface WhoOptions extends OutputOptions {
  readonly count?: string;
}

function approveCommand(context: Context): Command {
  const command = decision('approve', 'let people leave: those named, or by --count all who are held')
    .option('--count <number>', 'all who are held: how many they are, as `leavers list` shows it')
    .addHelpText('after', '\nThey leave within seconds, without another push. After --count others pass for an hour.')
    .action(async (accountName: string, people: readonly string[], options: WhoOptions) => {
      const account = await accountOf(context, accountName);
      const who = await approved(context, account, people, options.count);
      const reply = await sendCommand(context, LeaverCommands.approve, { accountId: account.id, ...who });
      answer(context, options, reply, () => `${reply.decided} will leave ${account.slug} now${left(reply)}`);
    });
  return examples(command, 'leavers approve acme --count 24', 'leavers approve acme ann@acme.example');
}

function declineCommand(context: Context): Command {
  const command = decision('decline', 'keep people: those named, or all who are held where none is named').action(
    async (accountName: string, people: readonly string[], options: OutputOptions) => {
      const account = await accountOf(context, accountName);
      const who = people.length === 0 ? {} : await named(context, account, people);
      const reply = await sendCommand(context, LeaverCommands.decline, { accountId: account.id, ...who });
      answer(context, options, reply, () => `${reply.decided} stay in ${account.slug}${left(reply)}`);
    },
  );
  return examples(command, 'leavers decline acme', 'leavers decline acme ann@acme.example');
}

function decision(name: string, what: string): Command {
  return commandOfAccount(name, what)
    .argument('[people...]', 'e-mail addresses or ids')
    .option('--json', 'answer in JSON');
}

async function approved(context: Context, account: AccountSummary, people: readonly string[], count?: string) {
  if ((people.length === 0) === (count === undefined))
    throw new OpsFailure('name people, or say --count with the number of all who are held', ExitCode.usage);
  if (count === undefined) return named(context, account, people);
  if (!/^[1-9]\d{0,6}$/.test(count)) throw new OpsFailure(`--count "${count}" is no number of people`, ExitCode.usage);
  return { count: Number(count) };
}

async function named(context: Context, account: AccountSummary, people: readonly string[]) {
  if (people.length > maxNamedLeavers)
    throw new OpsFailure(`name at most ${maxNamedLeavers} people at a time`, ExitCode.usage);
  const userIds: string[] = [];
  for (const each of people) userIds.push(await personNamed(context, account, each));
  return { userIds };
}

const left = ({ held }: LeaversReply) => (held === 0 ? '; nobody is held any more.' : `; ${held} are still held.`);

function leaversText(
  { slug, settings }: AccountSummary,
  { leavers, held, passesUntil }: LeaverPage,
  names: ReadonlyMap<string, string>,
): string {
  const passing = passesUntil === undefined ? '' : `, and others pass until ${passesUntil}`;
  const head = `${held} of ${slug} are held (deprovisionBrake=${settings.deprovisionBrake})${passing}.`;
  if (leavers.length === 0) return head;
  const columns = [
    { title: 'person', of: ({ userId }: LeaverView) => names.get(userId) ?? userId },
    { title: 'state', of: ({ state }: LeaverView) => state },
    { title: 'leaving', of: ({ leaving }: LeaverView) => leaving },
    { title: 'first', of: ({ firstAt }: LeaverView) => firstAt },
    { title: 'last', of: ({ lastAt }: LeaverView) => lastAt },
    { title: 'times', of: ({ times }: LeaverView) => times, right: true },
    { title: 'token', of: ({ tokenId }: LeaverView) => tokenId },
    { title: 'decided by', of: ({ decided }: LeaverView) => decided && `${decided.actor.kind} ${decided.actor.id}` },
  ];
  return `${head}\n${table(columns, leavers)}`;
}

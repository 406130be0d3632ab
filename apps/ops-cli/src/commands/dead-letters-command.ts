import { deadLetterTopic, isUuid, type OperatorActed } from '@rollcall/contracts';
import { Command } from 'commander';
import { parseDeadLetter, parseServices, parseSince } from '../arguments.js';
import { answer, examples, type Context, type OutputOptions } from '../context.js';
import { ExitCode, OpsFailure } from '../failure.js';
import { record as fieldsOf, table, type Column } from '../output/table.js';
import { deadLetter, headersForReplay, type DeadLetter } from '../records/dead-letter.js';
import { recordAct } from '../records/record-act.js';
import { shortTopic } from '../records/message-line.js';
import { jsonText } from '../output/json-text.js';

interface ListOptions extends OutputOptions {
  readonly service?: string;
  readonly since?: string;
}

interface ReplayOptions extends ListOptions {
  readonly all?: boolean;
  readonly dryRun?: boolean;
}

const columns: readonly Column<DeadLetter>[] = [
  { title: 'letter', of: (letter) => letter.letter },
  { title: 'since', of: (letter) => letter.deadSince },
  { title: 'type', of: (letter) => letter.message?.type },
  { title: 'from', of: (letter) => letter.message && shortTopic(letter.message.topic) },
  { title: 'key', of: (letter) => letter.message?.key },
  { title: 'account', of: (letter) => letter.message?.accountId },
  { title: 'reason', of: (letter) => letter.reason },
];

/** `dead-letters`: records that a service could not decode or apply. */
export function deadLettersCommand(context: Context): Command {
  const letters = new Command('dead-letters').description('messages that a service could not decode or apply');
  letters.addCommand(listCommand(context));
  letters.addCommand(showCommand(context));
  letters.addCommand(replayCommand(context));
  return examples(letters, 'dead-letters list', 'dead-letters show user-service/0/17');
}

function listCommand(context: Context): Command {
  const command = new Command('list')
    .description('dead letters, oldest first')
    .option('--service <service>', 'only of this service')
    .option('--since <moment>', 'only from here on: 15m, 2h, 3d, or an RFC 3339 time')
    .option('--json', 'answer in JSON')
    .action(async (options: ListOptions) => {
      const letters = await lettersOf(context, options);
      answer(context, options, letters.map(shown), () =>
        letters.length === 0 ? 'No dead letters.' : table(columns, letters),
      );
    });
  return examples(command, 'dead-letters list', 'dead-letters list --service user-service --since 1d');
}

function showCommand(context: Context): Command {
  const command = new Command('show')
    .description('one dead letter with its payload, which may hold personal data')
    .argument('<letter>', 'as `dead-letters list` names it')
    .option('--json', 'answer in JSON')
    .action(async (name: string, options: OutputOptions) => {
      const [letter] = await findAll(context, [name]);
      if (letter === undefined) return;
      await recordAct(context, { act: 'dead-letter-shown', ...actOn(letter) });
      answer(
        context,
        options,
        shown(letter),
        () => `${headOf(letter)}\n\n${jsonText(letter.message?.payload ?? null, 2)}`,
      );
    });
  return examples(command, 'dead-letters show user-service/0/17');
}

/** The letter, for the record of what is done with it. */
function actOn({ service, message }: DeadLetter): Partial<OperatorActed> {
  const { id: messageId, type: messageType, accountId } = message ?? {};
  return {
    service,
    ...(messageId === undefined ? {} : { messageId: messageId.slice(0, 100) }),
    ...(messageType === undefined ? {} : { messageType: messageType.slice(0, 100) }),
    ...(accountId === undefined || !isUuid(accountId) ? {} : { accountId }),
  };
}

/** A dead letter without its raw record, which may contain values that must not be shown. */
const shown = ({ original: _raw, ...letter }: DeadLetter) => letter;

function headOf({ letter, deadSince, reason, message }: DeadLetter): string {
  return fieldsOf([
    ['letter', letter],
    ['since', deadSince],
    ['reason', reason],
    ['from', message && `${message.topic} ${message.partition}/${message.offset}`],
    ['type', message?.type],
    ['id', message?.id],
    ['key', message?.key],
    ['account', message?.accountId],
    ['correlation', message?.correlationId],
    ['problem', message?.problem],
  ]);
}

function replayCommand(context: Context): Command {
  const command = new Command('replay')
    .description(
      'put dead letters back on the topics they came from, without deadline; what was handled meanwhile stays as it is',
    )
    .argument('[letters...]', 'as `dead-letters list` names them')
    .option('--all', 'all of them, within --service and --since')
    .option('--service <service>', 'with --all: only of this service')
    .option('--since <moment>', 'with --all: only from here on')
    .option('--dry-run', 'only say what would be done')
    .option('--json', 'answer in JSON')
    .action((names: string[], options: ReplayOptions) => replay(context, names, options));
  return examples(
    command,
    'dead-letters replay user-service/0/17',
    'dead-letters replay --all --service user-service --since 2h --dry-run',
  );
}

async function replay(context: Context, names: readonly string[], options: ReplayOptions): Promise<void> {
  if ((names.length === 0) !== (options.all === true))
    throw new OpsFailure('say which dead letters to replay: name them, or take --all of them', ExitCode.usage);
  const letters = options.all ? await lettersOf(context, options) : await findAll(context, names);
  const originals = letters.map((letter) => {
    if (letter.original) return { letter, original: letter.original };
    throw new OpsFailure(`${letter.letter} does not hold what it was: it cannot be replayed`);
  });
  const log = await context.connections.log();
  const signer = context.connections.signer();
  for (const { letter, original } of options.dryRun ? [] : originals) {
    const { topic, key, value } = original;
    await recordAct(context, { act: 'dead-letter-replayed', ...actOn(letter), topics: [topic] });
    await log.put({ topic, key, headers: headersForReplay(original, signer), value });
  }
  const replayed = letters.map(({ letter, message }) => ({ letter, topic: message?.topic, type: message?.type }));
  const verb = options.dryRun ? 'would be put back' : 'was put back';
  answer(context, options, { dryRun: options.dryRun === true, replayed }, () => {
    if (replayed.length === 0) return 'No dead letters.';
    return replayed.map(({ letter, topic, type }) => `${letter} (${type}) ${verb} on ${topic}`).join('\n');
  });
}

async function lettersOf(context: Context, options: ListOptions): Promise<DeadLetter[]> {
  const topics = parseServices(options.service).map(deadLetterTopic);
  const since = options.since === undefined ? new Date(0) : parseSince(options.since, context.now());
  const letters: DeadLetter[] = [];
  const log = await context.connections.log();
  await log.watch({ topics, since, follow: false, signal: context.signal }, (record) => {
    letters.push(deadLetter(record));
  });
  return letters.sort((a, b) => a.deadSince.localeCompare(b.deadSince));
}

/** Finds the named letters, in the order of the names; reads each topic once. */
async function findAll(context: Context, names: readonly string[]): Promise<DeadLetter[]> {
  names.forEach(parseDeadLetter);
  const letters = await lettersOf(context, {});
  return names.map((name) => {
    const found = letters.find(({ letter }) => letter === name);
    if (found === undefined) throw new OpsFailure(`there is no dead letter ${name}: see \`dead-letters list\``);
    return found;
  });
}

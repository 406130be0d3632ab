import { isUuid, type OperatorActed } from '@rollcall/contracts';
import { Command } from 'commander';
import { parseSince, parseTopics, parseTypes } from '../arguments.js';
import { examples, type Context, type OutputOptions } from '../context.js';
import { ExitCode, OpsFailure } from '../failure.js';
import { recordAct } from '../records/record-act.js';
import { messageLine } from '../records/message-line.js';
import { fulfils, messageView, type MessageFilter } from '../records/message-view.js';
import { accountOf } from './lookups.js';
import { snapshotCommand } from './topics-snapshot.js';
import { jsonText } from '../output/json-text.js';

interface WatchCommandOptions extends OutputOptions {
  readonly account?: string;
  readonly user?: string;
  readonly correlation?: string;
  readonly type?: readonly string[];
  readonly since?: string;
  readonly follow: boolean;
  readonly payload?: boolean;
}

/** `topics`: what travels between the services. */
export function topicsCommand(context: Context): Command {
  const topics = new Command('topics').description('what travels between the services');
  topics.addCommand(watchCommand(context)).addCommand(snapshotCommand(context));
  return examples(topics, 'topics watch user.events token.events --since 1h');
}

function watchCommand(context: Context): Command {
  const command = new Command('watch')
    .description('read topics as they grow, one line per message, until Ctrl-C')
    .argument('[topics...]', 'e.g. user.events; all but dead letters and replies where none is named')
    .option('--account <account>', 'only messages of this account (slug or id)')
    .option('--user <id>', 'only messages about or by the user (or admin, or token) with this id')
    .option('--correlation <id>', 'only what this request or command caused')
    .option('--type <type...>', 'only these types; `user.*` takes all that begin so')
    .option('--since <moment>', 'begin here: 15m, 2h, 3d, or an RFC 3339 time (default: now)')
    .option('--no-follow', 'stop at the present end')
    .option('--payload', 'show whole payloads, which may hold personal data (never secrets or their hashes)')
    .option('--json', 'one JSON object per line, with the whole payload')
    .action((names: string[], options: WatchCommandOptions) => watch(context, names, options));
  return examples(
    command,
    'topics watch',
    'topics watch user.events --account acme --since 2h --no-follow',
    'topics watch --correlation 01890a5d-ac96-774b-bcce-b302099a8061 --since 1d --no-follow',
    "topics watch scim.requests --json | jq 'select(.payload.status >= 400)'",
  );
}

async function watch(context: Context, names: readonly string[], options: WatchCommandOptions): Promise<void> {
  const topics = parseTopics(names);
  const since = options.since === undefined ? undefined : parseSince(options.since, context.now());
  const filter = await filterOf(context, options);
  const log = await context.connections.log();
  if (options.payload || options.json) await recordAct(context, { act: 'topics-watched', topics, ...narrowed(filter) });
  await log.watch({ topics, since, follow: options.follow, signal: context.signal }, (record) => {
    const message = messageView(record);
    if (!fulfils(message, filter)) return;
    context.terminal.out(options.json ? jsonText(message) : messageLine(message, options));
  });
}

function narrowed({ accountId, userId, correlationId }: MessageFilter): Partial<OperatorActed> {
  return {
    ...(accountId === undefined ? {} : { accountId }),
    ...(userId === undefined ? {} : { userId }),
    ...(correlationId === undefined ? {} : { correlationId }),
  };
}

async function filterOf(context: Context, options: WatchCommandOptions): Promise<MessageFilter> {
  const { account, user, correlation, type } = options;
  if (user !== undefined && !isUuid(user)) throw new OpsFailure(`--user "${user}" is no id`, ExitCode.usage);
  return {
    accountId:
      account === undefined || isUuid(account) ? account?.toLowerCase() : (await accountOf(context, account)).id,
    userId: user?.toLowerCase(),
    correlationId: correlation,
    types: type && parseTypes(type),
  };
}

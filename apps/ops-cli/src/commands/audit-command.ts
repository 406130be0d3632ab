import {
  AuditExportQueries,
  auditExportFormats,
  AuditQueries,
  auditOrders,
  maxAuditPage,
  maxExportPage,
  type AuditEntryView,
  type AuditExportFormat,
  type AuditExportPage,
  type AuditLog,
  type AuditOrder,
  type AuditPage,
  type ExportAuditEntries,
  type FindAuditEntries,
} from '@rollcall/contracts';
import { Command, Option } from 'commander';
import { countFor, parseId } from '../arguments.js';
import { answer, examples, type Context, type OutputOptions } from '../context.js';
import { throwIfInterrupted } from '../failure.js';
import { printable } from '../output/table.js';
import { recordLook } from '../records/record-act.js';
import { holdCommands } from './audit-hold-commands.js';
import { proofCommands } from './audit-proof-commands.js';
import { streamsCommand } from './audit-stream-commands.js';
import { explainCommand } from './explain-command.js';
import { logOwnerOf } from './lookups.js';

/** `audit`: what happened in an account (rule 28). */
export function auditCommand(context: Context): Command {
  const audit = new Command('audit').description('what happened in an account: by whom, when, why, and what it led to');
  audit.addCommand(searchCommand(context));
  audit.addCommand(treeCommand(context));
  audit.addCommand(explainCommand(context));
  audit.addCommand(exportCommand(context));
  const more = [...proofCommands(context), ...holdCommands(context), streamsCommand(context)];
  for (const command of more) audit.addCommand(command);
  return examples(
    audit,
    'audit search acme outcome:refused about:ann@example.com',
    'audit story acme 01a228ac-8a34-7526-99df-42bc5b72d9a8',
    'audit explain membership acme "Design" ann@example.com',
    'audit export acme from:2026-11-01 --format csv',
  );
}

const accountWords = 'slug or id, or installation: what belongs to no account, such as records that are missing';
const aboutWords =
  'words of a search, as in type:user.* by:directory; behind -- also with a minus, which takes away: -- -by:system';

/** A command about the entries that a search finds. */
const searching = (name: string, description: string): Command =>
  new Command(name)
    .description(description)
    .argument('<account>', accountWords)
    .argument('[words...]', aboutWords)
    .option('--reads', 'requests that only read and succeeded, which have a log of their own');

interface SearchOptions extends OutputOptions {
  readonly reads?: boolean;
  readonly order: AuditOrder;
  readonly limit: number;
  readonly cursor?: string;
}

function searchCommand(context: Context): Command {
  const command = searching('search', 'entries of the audit log, newest first')
    .addOption(new Option('--order <order>', 'newest or oldest first').choices([...auditOrders]).default('desc'))
    .option('--limit <n>', 'how many at most', countFor('--limit', { max: maxAuditPage }), 50)
    .option('--cursor <cursor>', 'go on where another search ended')
    .option('--json', 'answer in JSON')
    .action(async (accountName: string, words: string[], options: SearchOptions) => {
      const { reads, order, limit, cursor } = options;
      const page = await search(context, accountName, words, { log: logOf(reads), order, limit, cursor });
      answer(context, options, page, () => pageText(page, accountName));
    });
  return examples(command, 'audit search acme type:token.*', 'audit search acme status:4xx from:2026-11-28');
}

const logOf = (reads: boolean | undefined): AuditLog => (reads ? 'reads' : 'changes');

type Paging = Pick<FindAuditEntries, 'log' | 'order' | 'limit'> & { readonly cursor: string | undefined };

async function search(
  context: Context,
  accountName: string,
  words: readonly string[],
  { cursor, ...paging }: Paging,
): Promise<AuditPage> {
  const accountId = await logOwnerOf(context, accountName);
  await recordLook(context, accountId, 'audit-searched');
  const asked = { accountId, ...paging, ...phraseOf(words), ...(cursor === undefined ? {} : { cursor }) };
  return context.connections.service('audit-service').ask(AuditQueries.entries, asked);
}

function phraseOf(words: readonly string[]): { readonly q?: string } {
  return words.length === 0 ? {} : { q: words.map(quoted).join(' ') };
}

/** The shell has taken the quotes of a value with spaces. */
const quoted = (word: string) => word.replace(/^(-?[a-z]+:)([^"]*\s[^"]*)$/, '$1"$2"');

function pageText({ entries, next, searchedBackTo, completeSince }: AuditPage, account: string): string {
  const lines = entries.map(entryLine);
  if (entries.length === 0 && searchedBackTo === undefined) lines.push(`The log of ${account} has no such entries.`);
  if (searchedBackTo !== undefined) lines.push(`Searched back to ${searchedBackTo}: there was no time for more.`);
  if (next !== undefined) lines.push(`Go on with --cursor ${next}`);
  if (completeSince !== undefined) lines.push(completeText(completeSince));
  return lines.join('\n');
}

const completeText = (since: string) => `Nothing is missing since ${since}.`;

const entryLine = ({ at, sentence, requestId }: AuditEntryView) =>
  printable(`${at}  ${sentence}${requestId === undefined ? '' : `  ${requestId}`}`);

function treeCommand(context: Context): Command {
  const command = new Command('story')
    .description('one request, and everything that followed from it')
    .argument('<account>', accountWords)
    .argument('<request>', 'id of the request', parseId)
    .option('--json', 'answer in JSON')
    .action(async (accountName: string, requestId: string, options: OutputOptions) => {
      const accountId = await logOwnerOf(context, accountName);
      await recordLook(context, accountId, 'audit-searched');
      const asked = { accountId, requestId };
      const found = await context.connections.service('audit-service').ask(AuditQueries.request, asked);
      answer(context, options, found, () =>
        found.tree
          .map(({ depth, entry }) => `${'  '.repeat(depth)}${printable(`${entry.at}  ${entry.sentence}`)}`)
          .concat(found.cut ? ['… there is more of it'] : [])
          .join('\n'),
      );
    });
  return examples(command, 'audit story acme 01a228ac-8a34-7526-99df-42bc5b72d9a8');
}

interface ExportOptions {
  readonly reads?: boolean;
  readonly format: AuditExportFormat;
  readonly after?: number;
}

function exportCommand(context: Context): Command {
  const command = searching('export', 'all entries that a search finds, oldest first, one per line')
    .addOption(new Option('--format <format>', 'how').choices([...auditExportFormats]).default('ndjson'))
    .option('--after <seq>', 'go on behind the entry with this number', countFor('--after', { min: 0 }))
    .action(async (accountName: string, words: string[], { reads, format, after }: ExportOptions) => {
      const accountId = await logOwnerOf(context, accountName);
      await recordLook(context, accountId, 'audit-exported');
      const { completeSince } = await context.connections
        .service('audit-service')
        .ask(AuditQueries.completeness, { accountId, log: logOf(reads) });
      if (completeSince !== undefined) context.terminal.err(completeText(completeSince));
      await writeExport(
        context,
        { accountId, log: logOf(reads), format, limit: maxExportPage, ...phraseOf(words) },
        after,
      );
    });
  return examples(
    command,
    'audit export acme',
    'audit export acme type:team.* --format csv',
    'audit export acme --format ocsf --after 48210',
  );
}

/** Writes page after page; where that breaks off, says behind which entry it can go on. */
async function writeExport(context: Context, asked: ExportAuditEntries, after: number | undefined): Promise<void> {
  const { connections, signal, terminal } = context;
  let next = after;
  try {
    for (let isFirst = true, upTo = {}; isFirst || next !== undefined; isFirst = false) {
      throwIfInterrupted(signal);
      const question = { ...asked, ...upTo, ...(next === undefined ? {} : { after: next }) };
      const page: AuditExportPage = await connections.service('audit-service').ask(AuditExportQueries.page, question);
      for (const line of page.lines) terminal.out(terminal.isScreen ? printable(line) : line);
      next = page.next;
      upTo = page.upTo === undefined ? {} : { upTo: page.upTo };
    }
  } catch (error) {
    if (next !== after) terminal.err(`What is written ends here: go on with --after ${next}`);
    throw error;
  }
}

import { createHash } from 'node:crypto';
import { createWriteStream, readFileSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { MalformedExport, NotProved, provedText, verifyExport, type Proved } from '@rollcall/audit-proof';
import {
  AuditProofQueries,
  AuditQueries,
  isUuid,
  nilUuid,
  type AuditEntryView,
  type AuditLog,
  type AuditPage,
  type FindAuditProof,
} from '@rollcall/contracts';
import { MalformedNoteKey, parseVerifierKey } from '@rollcall/transparency-log';
import { Command } from 'commander';
import { commandOfAccount, answer, examples, type Context, type OutputOptions } from '../context.js';
import { ExitCode, OpsFailure, throwIfInterrupted } from '../failure.js';
import { printable } from '../output/table.js';
import { recordAct, recordLook } from '../records/record-act.js';
import { accountOf, logOwnerOf } from './lookups.js';

/** `audit prove`, `verify`, `checkpoint` and `strike`: what shows that nobody changed the log (ADR 0062). */
export function proofCommands(context: Context): Command[] {
  return [proveCommand(context), verifyCommand(context), checkpointCommand(context), strikeCommand(context)];
}

interface ProofOptions {
  readonly reads?: boolean;
  readonly anchor: readonly string[];
}

const reads = ['--reads', 'requests that only read and succeeded, which have a log of their own'] as const;
const collected = (value: string, before: readonly string[]) => [...before, value];

function proofCommand(name: string, what: string): Command {
  return new Command(name)
    .description(what)
    .argument('<account>', 'slug or id, or installation')
    .option(...reads)
    .option('--anchor <file>', 'a checkpoint that was kept: from it on nothing was rewritten', collected, []);
}

function proveCommand(context: Context): Command {
  const command = proofCommand('prove', 'write a file that proves the whole log to whoever has the key')
    .argument('<file>', 'where to write it')
    .action(async (account: string, file: string, options: ProofOptions) => {
      const anchors = anchorsIn(options);
      await recordLook(context, await logOwnerOf(context, account), 'audit-exported');
      const lines = withEnds(proofLines(context, account, options, anchors));
      await pipeline(lines, createWriteStream(file, { mode: 0o600 })).catch((error: unknown) => {
        throw ofFile(file, 'written', error);
      });
      context.terminal.out(
        `Written: ${file}. Verify it with rollcall-audit-verify and the key of \`ops audit checkpoint\`.`,
      );
    });
  return examples(
    command,
    'audit prove acme acme.ndjson',
    'audit prove acme acme.ndjson --anchor checkpoint-of-march.txt',
  );
}

function verifyCommand(context: Context): Command {
  const command = proofCommand('verify', 'look whether the log is what was logged, and name the first wrong entry')
    .option('--key <key>', 'the key that the checkpoint must be signed by; without it the one that the service names')
    .option('--json', 'answer in JSON')
    .action(async (account: string, options: VerifyOptions) => {
      const anchors = anchorsIn(options);
      const key = options.key ?? (await checkpoint(context)).key;
      const proved = await verified(proofLines(context, account, options, anchors), key, anchors);
      const root = proved.checkpoint.root.toString('base64');
      const gaps = await gapsOf(context, account);
      const shown = { ...proved, checkpoint: { ...proved.checkpoint, root }, gaps };
      answer(context, options, shown, () => [provedText(proved), gapsText(gaps)].join('\n'));
    });
  return examples(command, 'audit verify acme', 'audit verify acme --anchor checkpoint-of-march.txt');
}

const gapTypes = [
  ...['versions-missing', 'records-missing', 'requests-missing', 'unreadable'].map((name) => `audit.${name}`),
  ...['scim', 'workspace'].map((name) => `${name}.requests-missed`),
].join();
/** So many of them are shown; the words of a search find all. */
const gapsShown = 20;

/** What never arrived in the log, as it says itself, and in that of the installation, whose gaps may be anybody's; newest first. */
async function gapsOf(context: Context, account: string): Promise<AuditEntryView[]> {
  const owners = new Set([await logOwnerOf(context, account), nilUuid]);
  const found: AuditEntryView[] = [];
  for (const accountId of owners) found.push(...(await newestGaps(context, accountId)));
  return found.toSorted((one, other) => other.at.localeCompare(one.at)).slice(0, gapsShown);
}

/** Goes on where a search ran out of time: what it did not get to may be what is missing. */
async function newestGaps({ connections, signal }: Context, accountId: string): Promise<AuditEntryView[]> {
  const asked = { accountId, log: 'changes', order: 'desc', limit: gapsShown, type: gapTypes } as const;
  const found: AuditEntryView[] = [];
  for (let page: AuditPage | undefined; !page || (page.next !== undefined && found.length < gapsShown);) {
    throwIfInterrupted(signal);
    const cursor = page?.next === undefined ? {} : { cursor: page.next };
    page = await connections.service('audit-service').ask(AuditQueries.entries, { ...asked, ...cursor });
    found.push(...page.entries);
  }
  return found;
}

/** The proof shows that nothing was changed, this what never came. */
const gapsText = (gaps: readonly AuditEntryView[]): string =>
  gaps.length === 0
    ? 'Nothing is known to be missing.'
    : ['Missing, as the log itself says:', ...gaps.map(({ at, sentence }) => printable(`  ${at}  ${sentence}`))].join(
        '\n',
      );

type VerifyOptions = ProofOptions & OutputOptions & { readonly key?: string };

async function verified(lines: AsyncIterable<string>, key: string, anchors: readonly string[]): Promise<Proved> {
  try {
    return await verifyExport(lines, { key: parseVerifierKey(key), anchors });
  } catch (error) {
    if (error instanceof MalformedNoteKey) throw new OpsFailure(error.message, ExitCode.usage);
    if (error instanceof NotProved || error instanceof MalformedExport)
      throw new OpsFailure(`NOT PROVED. ${error.message}`);
    throw error;
  }
}

function checkpointCommand(context: Context): Command {
  const command = new Command('checkpoint')
    .description('the newest signed checkpoint of the audit log, to be kept elsewhere, and the key that verifies it')
    .option('--json', 'answer in JSON')
    .action(async (options: OutputOptions) => {
      const found = await checkpoint(context);
      if (!options.json) context.terminal.err(`key: ${found.key}`);
      answer(context, options, found, () => found.note?.trimEnd() ?? 'Nothing was signed yet.');
    });
  return examples(command, 'audit checkpoint > checkpoint-of-march.txt');
}

function strikeCommand(context: Context): Command {
  const command = commandOfAccount('strike', 'take an erased person out of the log: hashes stay, and the proofs')
    .argument('<user>', 'id of the person')
    .option('--yes', 'really strike: it cannot be undone')
    .option('--json', 'answer in JSON')
    .action(async (accountName: string, userId: string, options: OutputOptions & { readonly yes?: boolean }) => {
      if (!isUuid(userId))
        throw new OpsFailure('Nobody who was erased is found by a name: give the id.', ExitCode.usage);
      const { id: accountId } = await accountOf(context, accountName);
      if (!options.yes) throw new OpsFailure('It cannot be undone: add --yes.', ExitCode.usage);
      const personHash = createHash('sha256').update(userId.toLowerCase()).digest('hex');
      await recordAct(context, { act: 'person-struck', accountId, personHash });
      const struck = await context.connections
        .service('audit-service')
        .ask(AuditProofQueries.strike, { accountId, userId });
      const { entries } = struck;
      if (entries === undefined)
        throw new OpsFailure('The log does not say that this person was erased: ops user erase comes first.');
      answer(context, options, struck, () => `${entries} entries were changed.`);
    });
  return examples(command, 'audit strike acme 01890a5d-ac96-774b-bcce-b302099a8058 --yes');
}

const checkpoint = (context: Context) =>
  context.connections.service('audit-service').ask(AuditProofQueries.checkpoint, {});

/** The lines of the file, page by page, all by one checkpoint. */
async function* proofLines(
  context: Context,
  account: string,
  options: ProofOptions,
  anchors: readonly string[],
): AsyncGenerator<string> {
  const accountId = await logOwnerOf(context, account);
  const log: AuditLog = options.reads ? 'reads' : 'changes';
  let asked: FindAuditProof | undefined = { accountId, log, anchors: anchors.map(sizeOfCheckpoint) };
  while (asked) {
    throwIfInterrupted(context.signal);
    const page: { lines: string[]; checkpoint?: number; next?: number } = await context.connections
      .service('audit-service')
      .ask(AuditProofQueries.proof, asked);
    if (page.checkpoint === undefined)
      throw new OpsFailure('Nothing was signed of this log yet: wait ten seconds after its first entry.');
    yield* page.lines;
    asked = page.next === undefined ? undefined : { accountId, log, checkpoint: page.checkpoint, next: page.next };
  }
}

async function* withEnds(lines: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const line of lines) yield `${line}\n`;
}

/** The checkpoints that were kept. @throws OpsFailure naming a file that cannot be read, or is none */
function anchorsIn({ anchor }: ProofOptions): string[] {
  return anchor.map((file) => {
    const note = textOf(file);
    if (Number.isSafeInteger(sizeOfCheckpoint(note))) return note;
    throw new OpsFailure(`${file} is no checkpoint.`, ExitCode.usage);
  });
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw ofFile(file, 'read', error);
  }
}

/** What a file system refuses, in a sentence; another error as it is. */
function ofFile(file: string, cannotBe: 'read' | 'written', error: unknown): unknown {
  if (!(error instanceof Error && 'syscall' in error && 'code' in error)) return error;
  return new OpsFailure(`${file} cannot be ${cannotBe} (${String(error.code)}).`, ExitCode.usage);
}

/** The second line of a checkpoint (c2sp.org/tlog-checkpoint). */
const sizeOfCheckpoint = (note: string) => Number(note.split('\n')[1] || 'none');

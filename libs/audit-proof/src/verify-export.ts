import {
  Frontier,
  NoteRefused,
  includes,
  isConsistent,
  openCheckpoint,
  type Checkpoint,
  type NoteVerifier,
} from '@rollcall/transparency-log';
import { statementLeafHash, type AccountLog } from './account-statement.js';
import { EntryCheck } from './entry-check.js';
import { ExportedRows } from './exported-rows.js';
import { MalformedExport, parseExportLine } from './export-lines.js';
import type { AnchorProof, ExportHeader, ExportRecord, ProvedStatement } from './export-records.js';
import { followSuccessions } from './key-succession.js';
import { NotProved } from './not-proved.js';

/** What whoever verifies brings, and has from elsewhere than the file. */
export interface Trusted {
  /** The key of the installation log, or one of those before it. Its name is the log's origin. */
  readonly key: NoteVerifier;
  /** Checkpoints that were kept: signed notes. */
  readonly anchors: readonly string[];
  /** The lines of an exported file (NDJSON, OCSF, CSV) that is to be proved too. */
  readonly exported?: AsyncIterable<string> | undefined;
}

/** What a file proves. */
export interface Proved extends AccountLog {
  /** The first and the last `seq`; where the file has no entries, `from` is behind `to`. */
  readonly from: number;
  readonly to: number;
  readonly checkpoint: Checkpoint;
  /** Of each anchor: its size, and how many of the account's entries it had; undefined where the file does not show that. */
  readonly anchors: readonly { readonly size: number; readonly entries: number | undefined }[];
  /** How many lines an exported file has, all of which are what was logged. */
  readonly exported?: number;
}

/**
 * Verifies a file that proves an account's log, line by line.
 * @throws NotProved for what it claims and does not prove, with the first wrong entries where entries are wrong
 * @throws MalformedExport for what is no such file
 */
export async function verifyExport(lines: AsyncIterable<string>, trusted: Trusted): Promise<Proved> {
  const records = recordsOf(lines);
  const header = (await records.next()).value;
  if (header?.kind !== 'header') throw new MalformedExport('The first line says no form of an export.');
  const keys = followSuccessions(trusted.key.name, [trusted.key], header.successions);
  const checkpoint = opened('The checkpoint', header.checkpoint, trusted.key.name, keys);
  requireStatement(header, header.statement, checkpoint);
  const body = new BodyCheck(header);
  const rows = trusted.exported && new ExportedRows(trusted.exported, header.account);
  await rows?.start();
  for await (const record of records) {
    body.add(record);
    if (record.kind === 'entry') await rows?.check(record.entry);
  }
  body.finish();
  rows?.finish();
  const anchors = trusted.anchors.map((note) => {
    const anchor = opened('The anchor', note, trusted.key.name, keys);
    return { size: anchor.size, entries: anchoredEntries(anchor, body.anchors, header, checkpoint) };
  });
  const { account, class: kind, from, statement } = header;
  const proved = { account, class: kind, from, to: statement.size, checkpoint, anchors };
  return rows ? { ...proved, exported: rows.count } : proved;
}

async function* recordsOf(lines: AsyncIterable<string>): AsyncGenerator<ExportRecord, undefined> {
  let number = 0;
  for await (const line of lines) {
    number++;
    try {
      yield parseExportLine(line);
    } catch (error) {
      throw error instanceof MalformedExport ? new MalformedExport(`Line ${number}: ${error.message}`) : error;
    }
  }
  return undefined;
}

/** What follows the header. */
class BodyCheck {
  readonly anchors: AnchorProof[] = [];
  private readonly entries: EntryCheck;
  private count = 0;
  private end: number | undefined;

  constructor({ from, before, statement }: ExportHeader) {
    this.entries = new EntryCheck(statement, frontierBefore(from, before));
  }

  add(record: ExportRecord): void {
    if (this.end !== undefined) throw new MalformedExport('Something follows the last line.');
    switch (record.kind) {
      case 'header':
        throw new MalformedExport('A second header.');
      case 'anchor':
        return void this.anchors.push(record);
      case 'tile':
        return this.entries.addTile(record);
      case 'entry':
        this.count++;
        return this.entries.add(record.entry);
      case 'end':
        this.end = record.entries;
    }
  }

  finish(): void {
    this.entries.finish();
    if (this.end !== this.count) throw new MalformedExport('The last line is missing, or counts other entries.');
  }
}

function frontierBefore(from: number, before: ExportHeader['before']): Frontier {
  try {
    return Frontier.from(from - 1, Buffer.concat(before));
  } catch {
    throw new NotProved(`What was before entry ${from} is not told by the file.`);
  }
}

function opened(what: string, note: string, origin: string, keys: readonly NoteVerifier[]): Checkpoint {
  try {
    return openCheckpoint(note, origin, keys);
  } catch (error) {
    if (error instanceof NoteRefused) throw new NotProved(`${what}: ${error.message}`);
    throw error;
  }
}

function requireStatement(
  log: AccountLog,
  { index, size, root, proof }: ProvedStatement,
  checkpoint: Checkpoint,
): void {
  const leaf = statementLeafHash({ account: log.account, class: log.class, size, root });
  if (!includes(checkpoint, index, leaf, proof))
    throw new NotProved(
      `The log of the checkpoint does not say of this account that its log has ${size} entries with this root.`,
    );
}

/**
 * How many of the account's entries a kept checkpoint had, as far as the file shows it.
 * @throws NotProved where the checkpoint is no beginning of this one, or the account's log of then no beginning of its log of now
 */
function anchoredEntries(
  anchor: Checkpoint,
  proofs: readonly AnchorProof[],
  header: ExportHeader,
  checkpoint: Checkpoint,
): number | undefined {
  if (anchor.size > checkpoint.size)
    throw new NotProved('The file is older than the anchor: it proves nothing about it.');
  const proof = proofs.find(({ size }) => size === anchor.size);
  if (!proof && anchor.size < checkpoint.size)
    throw new NotProved('The file has no proof from this anchor on: have it exported for this anchor.');
  if (!isConsistent(anchor, checkpoint, proof?.proof ?? []))
    throw new NotProved(
      'The log of the anchor is no beginning of the log of the checkpoint: one of them was rewritten.',
    );
  if (!proof) return header.statement.size;
  if (!proof.account) return undefined;
  requireStatement(header, proof.account, anchor);
  if (!isConsistent(proof.account, header.statement, proof.account.consistency))
    throw new NotProved("The account's log is not the one that the anchor knows: it was rewritten since.");
  return proof.account.size;
}

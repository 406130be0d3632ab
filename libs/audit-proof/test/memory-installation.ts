import { generateSignerKey, parseSignerKey, signCheckpoint, type NoteSigner } from '@rollcall/transparency-log';
import { MemoryLog } from '../../transparency-log/test/memory-log.ts';
import {
  entryLeafHash,
  endLine,
  entryLines,
  headLines,
  statementLeafHash,
  type ExportSource,
  type LoggedEntry,
  type PlacedStatement,
} from '@rollcall/audit-proof';

export const origin = 'rollcall.example/audit';
export const account = '0190a6c1-0000-7000-8000-000000000001';

/** A log of one account, and one of an installation that says of it, in memory. */
export class MemoryInstallation {
  readonly statements = new MemoryLog();
  readonly log = new MemoryLog();
  readonly entries: LoggedEntry[] = [];
  readonly successions: string[] = [];
  signers: NoteSigner[];
  private readonly said: PlacedStatement[] = [];

  constructor(signer = parseSignerKey(generateSignerKey(origin))) {
    this.signers = [signer];
  }

  /** Appends an entry to the account's log. */
  append(fields: LoggedEntry['fields']): void {
    const entry = { seq: this.log.frontier.size + 1, fields };
    this.log.append(entryLeafHash(entry));
    this.entries.push(entry);
  }

  /** States the account's log, among statements about others, and signs: the checkpoint. */
  checkpoint(others = 3): string {
    for (let n = 0; n < others; n++)
      this.statements.append(entryLeafHash({ seq: this.statements.frontier.size, fields: {} }));
    const { size } = this.log.frontier;
    const statement = { size, root: this.log.frontier.root() };
    this.said.push({ index: this.statements.frontier.size, ...statement });
    this.statements.append(statementLeafHash({ account, class: 'changes', ...statement }));
    return this.sign();
  }

  /** Signs the installation log as it is. */
  sign(): string {
    const { size } = this.statements.frontier;
    return signCheckpoint({ origin, size, root: this.statements.frontier.root() }, this.signers);
  }

  /** The file of the account, as far as its last statement. */
  async export(changes: Partial<ExportSource> = {}, entries: readonly LoggedEntry[] = this.entries): Promise<string[]> {
    const source = { ...this.source(), ...changes };
    const covered = entries.filter(({ seq }) => seq >= source.from && seq <= source.statement.size);
    const lines: string[] = [];
    for (const part of [headLines(source), entryLines(source, covered)])
      for await (const line of part) lines.push(line);
    return [...lines, endLine(source)];
  }

  /** What was last said of the account in an installation log of so many statements. */
  statementAt(size: number): PlacedStatement | undefined {
    return this.said.findLast(({ index }) => index < size);
  }

  private source(): ExportSource {
    const { size } = this.statements.frontier;
    const statement = this.statementAt(size);
    if (!statement) throw new Error('Nothing was said of the account.');
    return {
      account,
      class: 'changes',
      checkpoint: { note: this.sign(), size },
      successions: this.successions,
      statement,
      from: 1,
      anchors: [],
      installationTiles: this.statements,
      accountTiles: this.log,
    };
  }
}

/** Lines or records, one after the other. */
export async function* asAsync<Each>(all: Iterable<Each>): AsyncGenerator<Each> {
  yield* all;
}

import type { LoggedEntry, LoggedField } from './entry-leaf.js';
import { MalformedExport } from './export-lines.js';
import { csvRow, csvTitles, jsonRow, textOf, type ExportedRow } from './exported-row.js';
import { NotProved } from './not-proved.js';

/**
 * Compares an exported file (NDJSON, OCSF, CSV) with the entries of the proof's file, both read once, side by side. It may hold some of
 * the entries only, as a search found them.
 */
export class ExportedRows {
  private readonly rows: AsyncGenerator<ExportedRow, undefined>;
  private row: ExportedRow | undefined;
  private last = 0;
  /** How many lines are what was logged. */
  count = 0;

  /** @param account whose entries are proved */
  constructor(
    lines: AsyncIterable<string>,
    private readonly account: string,
  ) {
    this.rows = rowsOf(lines);
  }

  /** Before the first entry. @throws MalformedExport */
  async start(): Promise<void> {
    await this.next();
  }

  /**
   * Compares an entry with its line, where the file has one.
   * @throws NotProved where the line says something else
   */
  async check({ seq, fields }: LoggedEntry): Promise<void> {
    const { row } = this;
    if (!row || row.seq > seq) return;
    if (row.seq < seq) throw new NotProved(`The export has entry ${row.seq}, and the proof begins behind it.`);
    const wrong = firstDifference(row, fields);
    if (wrong !== undefined)
      throw new NotProved(`The export says of entry ${seq} another "${wrong}" than was logged.`, {
        from: seq,
        to: seq,
      });
    this.count++;
    await this.next();
  }

  /** @throws NotProved where the file has more than is proved */
  finish(): void {
    if (this.row) throw new NotProved(`The export has entry ${this.row.seq}, and the proof ends before it.`);
  }

  private async next(): Promise<void> {
    this.row = (await this.rows.next()).value;
    if (!this.row) return;
    if ((this.row.account ?? this.account) !== this.account)
      throw new NotProved(`The export says that entry ${this.row.seq} is of another account.`);
    if (this.row.seq <= this.last)
      throw new NotProved(`The export has entry ${this.row.seq} behind entry ${this.last}.`);
    this.last = this.row.seq;
  }
}

async function* rowsOf(lines: AsyncIterable<string>): AsyncGenerator<ExportedRow, undefined> {
  let titles: readonly string[] | undefined;
  let record = '';
  for await (const line of lines) {
    if (!titles && line.startsWith('{')) {
      yield jsonRow(line);
      continue;
    }
    record = record === '' ? line : `${record}\n${line}`;
    if ((record.match(/"/g)?.length ?? 0) % 2 === 1) continue; // an end of line within quotes
    if (titles) yield csvRow(titles, record);
    else titles = csvTitles(record);
    record = '';
  }
  if (record !== '') throw new MalformedExport('The export is cut off within a line.');
  return undefined;
}

/** The first field of which the line says something else; what was struck cannot be compared. */
function firstDifference({ fields: said, isWhole }: ExportedRow, logged: LoggedEntry['fields']): string | undefined {
  const names = isWhole
    ? new Set([...said.keys(), ...Object.keys(logged).filter((name) => !ofTopic.has(name))])
    : said.keys();
  for (const name of names) {
    const field = logged[name];
    const text = field === undefined ? '' : loggedText(name, field);
    if (text !== undefined && text !== (said.get(name) ?? '')) return name;
  }
  return undefined;
}

/** Where a record was read: proved, and not shown. */
const ofTopic: ReadonlySet<string> = new Set(['topic', 'partition', 'offset']);

/** What an export says of a field; undefined where it was struck. A detail stands in parts, cut at its ids. */
function loggedText(name: string, field: LoggedField): string | undefined {
  const parts: unknown[] = (Array.isArray(field) ? field : [field]).map((part: unknown) => {
    if (typeof part !== 'object' || part === null) return part;
    return 'id' in part ? part.id : 'text' in part ? part.text : undefined;
  });
  if (parts.some((part) => part === undefined)) return undefined;
  if (!Array.isArray(field)) return textOf(parts[0]);
  return name === 'detail' ? parts.map((part) => textOf(part)).join('') : textOf(parts);
}

import { canonicalJson } from './canonical-json.js';
import { cellsOf } from './csv.js';
import { MalformedExport } from './export-lines.js';
import type { ExportedEntry } from './exported-entry.js';
import { ocsfEvent } from './ocsf.js';

/** What a line of an exported file says of an entry, by the names of the log; lists and objects as canonical JSON. */
export interface ExportedRow {
  readonly seq: number;
  readonly fields: ReadonlyMap<string, string>;
  /** Whether all that the log has of an entry is there: somebody may have taken columns away. */
  readonly isWhole: boolean;
  /** Whose entry it is, where the line says so. */
  readonly account?: unknown;
}

type Json = Readonly<Record<string, unknown>>;
type Named = readonly (readonly [name: string, value: unknown])[];

/** Reads a line of JSON: an entry as searches answer it, or an event of OCSF. @throws MalformedExport */
export function jsonRow(line: string): ExportedRow {
  const json = objectIn(parsed(line));
  // A name twice would say different things to different readers.
  if (JSON.stringify(json) !== line) throw otherwiseWritten();
  if (json.metadata === undefined) return rowOf(json.seq, ofEntry(json));
  const { entry, account } = entryOf(json, line);
  return { ...rowOf(entry.seq, ofEntry({ ...entry })), account };
}

/** Without what is made of an entry when it is read: its sentence, and names. */
function ofEntry(entry: Json): Named {
  const { seq: _, sentence: _said, others: _names, log: _log, requestId, actor, subject, ...rest } = entry;
  return [
    ...Object.entries(rest),
    ['correlationId', requestId],
    ...(actor === undefined ? [] : kindAndId('actor', objectIn(actor))),
    ...(subject === undefined ? [] : kindAndId('subject', objectIn(subject))),
  ];
}

const kindAndId = (name: string, { kind, id }: Json): Named => [
  [`${name}Kind`, kind],
  [`${name}Id`, id],
];

/**
 * The entry of an event of OCSF. Much of it stands there in several places, and a reader takes any of them: so the event must be the one that is made of the entry.
 * @throws MalformedExport
 */
function entryOf(event: Json, line: string): { readonly entry: ExportedEntry; readonly account: unknown } {
  const [metadata, unmapped] = [objectIn(event.metadata), objectIn(event.unmapped)];
  const [request, response] = [objectIn(event.http_request ?? {}), objectIn(event.http_response ?? {})];
  const account = metadata.tenant_uid;
  const said = {
    id: metadata.uid,
    log: metadata.log_name,
    seq: metadata.sequence,
    at: timeIn(event.time),
    receivedAt: timeIn(metadata.logged_time),
    kind: unmapped.kind,
    type: metadata.event_code,
    outcome: event.status,
    sentence: event.message,
    actor: actorIn(objectIn(event.actor ?? {}), unmapped.actor_kind),
    subject: subjectIn(event, unmapped),
    also: unmapped.also,
    requestId: metadata.correlation_uid,
    causationId: unmapped.causation_id,
    version: unmapped.version,
    method: request.http_method,
    route: objectIn(request.url ?? {}).path,
    status: response.code,
    code: event.status_code,
    durationMs: event.duration,
    address: objectIn(event.src_endpoint ?? {}).ip,
    userAgent: request.user_agent,
    detail: unmapped.detail,
  };
  const entry = Object.fromEntries(
    Object.entries(said).filter(([, value]) => value !== undefined),
  ) as unknown as ExportedEntry; // what does not fit makes another event
  if (typeof account !== 'string' || madeOf(entry, account) !== line) throw otherwiseWritten();
  return { entry, account };
}

/** The event as an export writes it; undefined where nothing can be made of it. */
function madeOf(entry: ExportedEntry, account: string): string | undefined {
  try {
    return JSON.stringify(ocsfEvent(entry, account));
  } catch {
    return undefined;
  }
}

function actorIn(actor: Json, kind: unknown): Json | undefined {
  if (kind === undefined) return undefined;
  const user = objectIn(actor.user ?? {});
  return { kind, id: user.uid ?? (kind === 'operator' ? user.name : actor.app_uid), name: user.name ?? actor.app_name };
}

function subjectIn(event: Json, { subject_kind: kind, subject_id: id }: Json): Json | undefined {
  if (kind === undefined) return undefined;
  const named = [event.entity, event.group, event.user].find((each) => objectIn(each ?? {}).uid === id);
  return { kind, id, name: objectIn(named ?? {}).name };
}

/** What the columns of CSV are in the log. The sentence is not there. */
const columns: ReadonlyMap<string, string | undefined> = new Map([
  ['seq', undefined],
  ['at', 'at'],
  ['type', 'type'],
  ['outcome', 'outcome'],
  ['sentence', undefined],
  ['actor_kind', 'actorKind'],
  ['actor_id', 'actorId'],
  ['subject_kind', 'subjectKind'],
  ['subject_id', 'subjectId'],
  ['request_id', 'correlationId'],
  ['method', 'method'],
  ['route', 'route'],
  ['status', 'status'],
  ['code', 'code'],
  ['address', 'address'],
  ['user_agent', 'userAgent'],
  ['id', 'id'],
  ['received_at', 'receivedAt'],
  ['kind', 'kind'],
  ['also', 'also'],
  ['causation_id', 'causationId'],
  ['version', 'version'],
  ['duration_ms', 'durationMs'],
  ['detail', 'detail'],
]);

/** The titles of a file of CSV, from its first line. @throws MalformedExport where a column would not be compared, or is there twice */
export function csvTitles(line: string): readonly string[] {
  const titles = cellsIn(line);
  if (!titles.includes('seq')) throw new MalformedExport('The export is neither NDJSON nor CSV with its first line.');
  const wrong = titles.find((title, at) => !columns.has(title) || titles.indexOf(title) !== at);
  if (wrong !== undefined) throw new MalformedExport(`"${wrong}" is no column of an export, or is there twice.`);
  return titles;
}

/** A record of CSV (RFC 4180), by the titles of its first line. @throws MalformedExport */
export function csvRow(titles: readonly string[], record: string): ExportedRow {
  const cells = cellsIn(record);
  if (cells.length !== titles.length)
    throw new MalformedExport('A line of the export has other columns than its first one.');
  const seq = Number(cells[titles.indexOf('seq')] || 'none');
  const named = titles.flatMap((title, at): Named => {
    const [name, cell = ''] = [columns.get(title), cells[at]];
    if (name === undefined || cell === '') return [];
    return [[name, name === 'also' ? cell.split(' ') : cell]];
  });
  return { ...rowOf(seq, named), isWhole: titles.length === columns.size };
}

function cellsIn(record: string): readonly string[] {
  const cells = cellsOf(record);
  if (!cells) throw otherwiseWritten();
  return cells;
}

const otherwiseWritten = () => new MalformedExport('A line of the export is not written as an export writes it.');

function rowOf(seq: unknown, named: Named): ExportedRow {
  if (!Number.isSafeInteger(seq)) throw new MalformedExport('A line of the export has no number of an entry.');
  const said = named.flatMap(([name, value]) => {
    const text = textOf(value);
    return text === '' ? [] : [[name, text] as const];
  });
  const fields = new Map(said);
  if (fields.size < said.length) throw otherwiseWritten(); // a field is there under two names
  return { seq: Number(seq), fields, isWhole: true };
}

/** As a leaf has it; nothing for what is absent. */
export function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : canonicalJson(value);
}

const timeIn = (value: unknown) => (typeof value === 'number' ? new Date(value).toISOString() : undefined);

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new MalformedExport('A line of the export is no JSON.');
  }
}

function objectIn(value: unknown): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new MalformedExport('A line of the export is no entry.');
  return value as Json; // an object, of which nothing else is known
}

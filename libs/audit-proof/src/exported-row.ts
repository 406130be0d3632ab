import { canonicalJson } from './canonical-json.js';
import { MalformedExport } from './export-lines.js';

/** What a line of an exported file says of an entry, by the names of the log; lists and objects as canonical JSON. */
export interface ExportedRow {
  readonly seq: number;
  readonly fields: ReadonlyMap<string, string>;
  /** Whether all that the log has of an entry is there: a file of columns has some of it. */
  readonly isWhole: boolean;
}

type Json = Readonly<Record<string, unknown>>;
type Named = readonly (readonly [name: string, value: unknown])[];

/** Reads a line of JSON: an entry as searches answer it, or an event of OCSF. @throws MalformedExport */
export function jsonRow(line: string): ExportedRow {
  const json = objectIn(parsed(line));
  // A name twice would say different things to different readers.
  if (JSON.stringify(json) !== line)
    throw new MalformedExport('A line of the export is not written as an export writes it.');
  const { metadata } = json;
  return metadata === undefined ? rowOf(json.seq, ofEntry(json)) : rowOf(objectIn(metadata).sequence, ofEvent(json));
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

function ofEvent(event: Json): Named {
  const [metadata, unmapped] = [objectIn(event.metadata), objectIn(event.unmapped)];
  const [actor, endpoint] = [objectIn(event.actor ?? {}), objectIn(event.src_endpoint ?? {})];
  const [request, response] = [objectIn(event.http_request ?? {}), objectIn(event.http_response ?? {})];
  const user = objectIn(actor.user ?? {});
  return [
    ['id', metadata.uid],
    ['at', timeIn(event.time)],
    ['receivedAt', timeIn(metadata.logged_time)],
    ['type', metadata.event_code],
    ['outcome', event.status],
    ['correlationId', metadata.correlation_uid],
    ['code', event.status_code],
    ['durationMs', event.duration],
    ['kind', unmapped.kind],
    ['actorKind', unmapped.actor_kind],
    ['actorId', unmapped.actor_kind === undefined ? undefined : (user.uid ?? user.name ?? actor.app_uid)],
    ['subjectKind', unmapped.subject_kind],
    ['subjectId', unmapped.subject_id],
    ['also', unmapped.also],
    ['causationId', unmapped.causation_id],
    ['version', unmapped.version],
    ['detail', unmapped.detail],
    ['method', request.http_method],
    ['route', objectIn(request.url ?? {}).path],
    ['userAgent', request.user_agent],
    ['status', response.code],
    ['address', endpoint.ip],
  ];
}

/** What the columns of CSV are in the log. The sentence and the number of the entry are not among them. */
const columns: Readonly<Record<string, string>> = {
  at: 'at',
  type: 'type',
  outcome: 'outcome',
  actor_kind: 'actorKind',
  actor_id: 'actorId',
  subject_kind: 'subjectKind',
  subject_id: 'subjectId',
  request_id: 'correlationId',
  method: 'method',
  route: 'route',
  status: 'status',
  code: 'code',
  address: 'address',
  user_agent: 'userAgent',
  id: 'id',
};

/** A record of CSV (RFC 4180), by the titles of its first line. @throws MalformedExport */
export function csvRow(titles: readonly string[], record: string): ExportedRow {
  const cells = cellsOf(record);
  if (cells.length !== titles.length)
    throw new MalformedExport('A line of the export has other columns than its first one.');
  const seq = Number(cells[titles.indexOf('seq')] || 'none');
  const named = titles.flatMap((title, at): Named => {
    const name = columns[title];
    return name === undefined ? [] : [[name, withoutApostrophe(cells[at] ?? '')]];
  });
  return { ...rowOf(seq, named), isWhole: false };
}

export const cellsOf = (record: string): string[] =>
  [...record.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(([, quoted, plain = '']) =>
    quoted === undefined ? plain : quoted.replaceAll('""', '"'),
  );

/** An export puts an apostrophe before what a spreadsheet would take for a formula, and before what begins so by itself. */
const withoutApostrophe = (cell: string) => cell.replace(/^'(?='*[=+\-@\t\r])/, '');

function rowOf(seq: unknown, named: Named): ExportedRow {
  if (!Number.isSafeInteger(seq)) throw new MalformedExport('A line of the export has no number of an entry.');
  const said = named.flatMap(([name, value]) => {
    const text = textOf(value);
    return text === '' ? [] : [[name, text] as const];
  });
  return { seq: Number(seq), fields: new Map(said), isWhole: true };
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

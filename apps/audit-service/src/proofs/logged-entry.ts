import { canonicalJson, type LoggedEntry, type LoggedField } from '@rollcall/audit-proof';
import { isUuid, uuidPattern } from '@rollcall/contracts';
import type { EntryRow } from '../persistence/entities/entry-row.js';
import type { SourceRow } from '../persistence/entities/source-row.js';

/** A row of entries, before it is saved or after: what it does not have is null or absent. */
export type LoggableRow = Pick<EntryRow, 'seq' | 'id' | 'kind' | 'type' | 'outcome'> & {
  readonly [Name in keyof Omit<EntryRow, 'account_id' | 'day' | 'source_id' | 'also' | 'at' | 'received_at'>]?:
    EntryRow[Name] | null | undefined;
} & { readonly at: Moment; readonly received_at: Moment; readonly also?: readonly string[] | null | undefined };

/** As text it is what `toISOString` gives. */
type Moment = Date | string;

/** Where a request came from, with what hides it in the leaf; struck texts are there as their hashes. */
export type LoggableSource = Pick<SourceRow, 'address' | 'user_agent' | 'salt' | 'address_hash' | 'user_agent_hash'>;

/** The hashes of struck ids, by what stands in their places. */
export type StruckIds = ReadonlyMap<string, string>;

/** Also gives the ids themselves where a text is split at them. */
const uuid = new RegExp(`(${uuidPattern})`, 'i');

/**
 * An entry as its log proves it. Every id in it can be struck, also inside its detail, which stands as its canonical JSON (RFC 8785) cut
 * at ids: joined, the parts are the text.
 */
export function loggedEntry(
  row: LoggableRow,
  source: LoggableSource | null,
  struck: StruckIds = new Map(),
): LoggedEntry {
  const id = (value: string) => idField(value, struck);
  const fields: Record<string, LoggedField> = {};
  const set = (name: string, value: LoggedField | null | undefined) => {
    if (value !== null && value !== undefined) fields[name] = value;
  };
  // In the order in which they are hashed: who hashes them need not sort.
  set('actorId', row.actor_id && id(row.actor_id));
  set('actorKind', row.actor_kind);
  set('address', source && textField(source.address, source.address_hash, source));
  set('also', row.also?.map(id));
  set('at', textOf(row.at));
  set('causationId', row.causation_id);
  set('code', row.code);
  set('correlationId', row.correlation_id);
  set('detail', row.detail && canonicalJson(row.detail).split(uuid).map(id));
  set('durationMs', row.duration_ms);
  set('id', row.id);
  set('kind', row.kind);
  set('method', row.method);
  set('offset', row.off);
  set('outcome', row.outcome);
  set('partition', row.part);
  set('receivedAt', textOf(row.received_at));
  set('route', row.route);
  set('status', row.status);
  set('subjectId', row.subject_id && id(row.subject_id));
  set('subjectKind', row.subject_kind);
  set('topic', row.topic);
  set('type', row.type);
  set('userAgent', source && textField(source.user_agent, source.user_agent_hash, source));
  set('version', row.version);
  return { seq: row.seq, fields };
}

const textOf = (moment: Moment) => (typeof moment === 'string' ? moment : moment.toISOString());

/** What is no random id, as an operator's name, could be found by its hash, and stands as it is. */
function idField(value: string, struck: StruckIds): LoggedField & (string | { id: string } | { idHash: string }) {
  const idHash = struck.get(value);
  if (idHash !== undefined) return { idHash };
  return isUuid(value) ? { id: value } : value;
}

function textField(text: string, hash: Buffer | null, { salt }: LoggableSource): LoggedField {
  if (hash) return { textHash: hash.toString('base64') };
  return { text, salt: (salt ?? Buffer.alloc(0)).toString('base64') };
}

import type { AuditSubjectKind } from '@rollcall/contracts';
import {
  recordsMissing,
  requestsMissing,
  unreadable,
  versionsMissing,
  type Doer,
  type Entry,
  type Subject,
} from './entry.js';
import { streamSentence } from './streams/stream-entries.js';
import { counted, word, type SentenceParts } from './sentence-parts.js';
import { entryTypes } from './types/entry-types.js';

/** An entry as it was kept, as far as its sentence needs it. */
export type KeptEntry = Pick<
  Entry,
  'kind' | 'type' | 'outcome' | 'actor' | 'subject' | 'also' | 'method' | 'route' | 'status' | 'code' | 'detail'
>;

/** Present names, as their owners know them. */
export interface Names {
  /** The name of a user, team, token or role; undefined where the owner does not know it. */
  of(kind: AuditSubjectKind, id: string): string | undefined;
}

/** What happened, as a sentence for people: one row per type of the table of types. */
export function sentence(entry: KeptEntry, names: Names): string {
  const row = entryTypes.get(entry.type);
  const parts = partsOf(entry, names);
  return `${row ? row.says(parts) : ofOurselves(entry.type, parts)}.`;
}

function partsOf(entry: KeptEntry, names: Names): SentenceParts {
  const { actor, subject, outcome, also = [], detail = {}, method, route, status, code } = entry;
  return {
    who: whoOf(actor, names),
    whom: subject ? whomOf(subject, names) : '',
    others: othersOf(also, names),
    people: (ids) => othersOf(ids, names),
    actor,
    subject,
    outcome,
    detail,
    method,
    route,
    status,
    code,
  };
}

const short = (id: string) => id.slice(0, 8);

/** A name in a sentence. Its own quotes do not end it: what somebody named must not pass for what the log says. */
const quoted = (name: string) => `"${name.replaceAll(/["\\]/g, String.raw`\$&`)}"`;

/** Who did it, at the beginning of a sentence. */
function whoOf(actor: Doer | undefined, names: Names): string {
  if (!actor) return 'Somebody unknown';
  const { kind, id } = actor;
  if (kind === 'directory') return `The directory (${tokenOf(id, names)})`;
  if (kind === 'reader') return `A reader of the log (${tokenOf(id, names)})`;
  if (kind === 'operator') return `The operator ${id}`;
  if (kind === 'system') return `Rollcall (${id})`;
  return personOf(id, names);
}

/** A token in a sentence. */
export const tokenOf = (id: string, names: Names) => {
  const name = names.of('token', id);
  return `token ${name === undefined ? short(id) : quoted(name)}`;
};

/** A person in a sentence. */
export const personOf = (id: string, names: Names) =>
  names.of('user', id) ?? `a person who is not known any more (${short(id)})`;

/** Whom or what something is about. */
export function whomOf({ kind, id }: Subject, names: Names): string {
  if (kind === 'user') return personOf(id, names);
  if (kind === 'account') return 'the account';
  if (kind === 'token') return `the ${tokenOf(id, names)}`;
  const name = names.of(kind, id);
  return `the ${kind} ${name === undefined ? short(id) : quoted(name)}`;
}

/** Where there are more, a sentence says how many. */
export const maxNamed = 3;

function othersOf(ids: readonly string[], names: Names): string {
  if (ids.length > maxNamed) return `${ids.length} people`;
  return ids.map((id) => personOf(id, names)).join(', ') || 'nobody';
}

/** The entries that the audit log makes itself. */
function ofOurselves(type: string, parts: SentenceParts): string {
  const { whom, detail } = parts;
  const place = `${word(detail, 'topic')}, partition ${word(detail, 'partition')}`;
  if (type === versionsMissing)
    return `Events about ${whom} are missing: versions ${word(detail, 'from')} to ${word(detail, 'to')} never arrived`;
  if (type === recordsMissing)
    return `Records are missing of ${place}: those from ${word(detail, 'from')} on before ${word(detail, 'to')} were gone before they were read`;
  if (type === requestsMissing)
    return `${counted(detail['count'], 'record', 'records')} of requests never arrived (${word(detail, 'topic')}): numbers between ${word(detail, 'from')} and ${word(detail, 'to')} of the run ${word(detail, 'bootId')} of a gateway`;
  if (type === unreadable)
    return `A record could not be read: ${place}, offset ${word(detail, 'offset')} (${word(detail, 'why')})`;
  return streamSentence(type, parts) ?? `An entry of a type that is not known here: ${type}`;
}

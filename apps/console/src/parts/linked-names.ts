import type { AuditEntryView, AuditSubject } from '../api/generated/types.gen';

/** Who or what an entry of the log names. */
export interface Named {
  readonly kind: AuditSubject['kind'];
  readonly id: string;
  /** As it stands in the sentence, without quotes. */
  readonly text: string;
}

type Entry = Pick<AuditEntryView, 'sentence' | 'actor' | 'subject' | 'others'>;

/** The sentence of an entry in pieces: texts, and the names of whom and what it has to do with. */
export function piecesOf({ sentence, ...entry }: Entry): readonly (string | Named)[] {
  const named = namesIn(entry);
  const pieces: (string | Named)[] = [];
  let rest = 0;
  for (let at = 0; at < sentence.length; at += 1) {
    const found = named.find((each) => isNamedAt(sentence, each, at));
    if (!found) continue;
    if (at > rest) pieces.push(sentence.slice(rest, at));
    pieces.push(found);
    at += found.text.length - 1;
    rest = at + 1;
  }
  return rest < sentence.length ? [...pieces, sentence.slice(rest)] : pieces;
}

/** The longest first: a name may begin with another one. */
function namesIn({ actor, subject, others = [] }: Omit<Entry, 'sentence'>): readonly Named[] {
  const isToken = actor?.kind === 'directory' || actor?.kind === 'reader';
  const isPerson = actor?.kind === 'admin' || actor?.kind === 'person';
  const kind = isToken ? ('token' as const) : isPerson ? ('user' as const) : undefined;
  const all = [...(actor && kind ? [{ ...actor, kind }] : []), ...(subject ? [subject] : []), ...others];
  return all
    .flatMap(({ kind: of, id, name }) => (name ? [{ kind: of, id, text: name }] : []))
    .toSorted((a, b) => b.text.length - a.text.length);
}

const letter = /[\p{L}\p{N}]/u;
const quote = '"';

/** Whether a name stands at a place: of a person no part of a longer word, of a thing in quotes. */
function isNamedAt(sentence: string, { kind, text }: Named, at: number): boolean {
  if (!sentence.startsWith(text, at)) return false;
  const [before, after] = [sentence[at - 1] ?? '', sentence[at + text.length] ?? ''];
  return kind === 'user' ? !letter.test(before) && !letter.test(after) : before === quote && after === quote;
}

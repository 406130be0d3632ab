import type { AuditActorKind, AuditEntryView, AuditSubject } from '@rollcall/contracts';
import type { NameClient, Wanted } from '../clients/name-client.js';
import { maxNamed, sentence, type Names } from '../domain/sentence.js';
import type { KeptView } from '../persistence/kept-entry.js';

/** Entries with their sentences and the present names of who is in them. */
export async function withSentences(
  accountId: string,
  entries: readonly KeptView[],
  client: NameClient,
): Promise<AuditEntryView[]> {
  return inSentences(entries, await client.namesOf(accountId, wantedBy(entries)));
}

/** Entries with their sentences. */
export const inSentences = (entries: readonly KeptView[], names: Names): AuditEntryView[] =>
  entries.map((entry) => ({ ...entry, ...named(entry, names), sentence: sentence(entry, names) }));

type Naming = Pick<KeptView, 'actor' | 'subject' | 'also'>;

/**
 * Whom entries name: those after whom their sentences ask, and nobody else. A list of a thousand members names none of them, and takes no
 * name from the entries beside it.
 * @param more what else is named beside the entries
 */
export function wantedBy(entries: readonly KeptView[], more: readonly Naming[] = []): Wanted {
  const wanted = {
    user: new Set<string>(),
    team: new Set<string>(),
    token: new Set<string>(),
    role: new Set<string>(),
  };
  const asked: Names = {
    of: (kind, id) => {
      if (kind !== 'account') wanted[kind].add(id);
      return undefined;
    },
  };
  for (const entry of entries) sentence(entry, asked);
  for (const each of [...entries, ...more]) named(each, asked);
  return wanted;
}

/** By what actors are known who have a name beside their id. */
const namesOfActors: Readonly<Partial<Record<AuditActorKind, 'token' | 'user'>>> = {
  directory: 'token',
  reader: 'token',
  admin: 'user',
  person: 'user',
};

function named({ actor, subject, also = [] }: Naming, names: Names): Partial<AuditEntryView> {
  const knownBy = actor && namesOfActors[actor.kind];
  const actorName = actor && knownBy && names.of(knownBy, actor.id);
  const subjectName = subject && names.of(subject.kind, subject.id);
  const others = also.length > maxNamed ? [] : also.flatMap((id) => personNamed(id, names.of('user', id)));
  return {
    ...(others.length > 0 ? { others } : {}),
    ...(actor ? { actor: { ...actor, ...(actorName === undefined ? {} : { name: actorName }) } } : {}),
    ...(subject ? { subject: { ...subject, ...(subjectName === undefined ? {} : { name: subjectName }) } } : {}),
  };
}

const personNamed = (id: string, name: string | undefined): AuditSubject[] =>
  name === undefined ? [] : [{ kind: 'user', id, name }];

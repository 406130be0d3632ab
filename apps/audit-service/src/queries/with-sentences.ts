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

/** Kinds of actors that are known by their tokens. */
const tokenActors: ReadonlySet<AuditActorKind> = new Set(['directory', 'reader']);

/** Whom entries name. */
export function wantedBy(entries: readonly Pick<KeptView, 'actor' | 'subject' | 'also'>[]): Wanted {
  const wanted = {
    user: new Set<string>(),
    team: new Set<string>(),
    token: new Set<string>(),
    role: new Set<string>(),
  };
  for (const { actor, subject, also = [] } of entries) {
    for (const id of also) wanted.user.add(id);
    if (actor && tokenActors.has(actor.kind)) wanted.token.add(actor.id);
    if (actor?.kind === 'admin' || actor?.kind === 'person') wanted.user.add(actor.id);
    if (subject && subject.kind !== 'account') wanted[subject.kind].add(subject.id);
  }
  return wanted;
}

function named({ actor, subject, also = [] }: KeptView, names: Names): Partial<AuditEntryView> {
  const actorKind = actor && tokenActors.has(actor.kind) ? 'token' : 'user';
  const actorName = actor && names.of(actorKind, actor.id);
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

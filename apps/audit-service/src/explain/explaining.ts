import type { AuditSubject, AuditSubjectKind } from '@rollcall/contracts';
import type { ListTurns } from '@rollcall/service-kit';
import type { NameClient } from '../clients/name-client.js';
import type { Names } from '../domain/sentence.js';
import type { AuditReadModel } from '../persistence/audit-read-model.js';
import type { OwnerClient } from './owner-client.js';

/** What explanations are made with: the log, and those who know what is so now. */
export interface Explaining {
  readonly log: AuditReadModel;
  readonly owners: OwnerClient;
  readonly names: NameClient;
  readonly turns: ListTurns;
}

/** What an answer is about, with its present name. */
export function subjectView(kind: AuditSubjectKind, id: string, names: Names): AuditSubject {
  const name = names.of(kind, id);
  return { kind, id, ...(name === undefined ? {} : { name }) };
}

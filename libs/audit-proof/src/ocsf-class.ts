import type { ExportedEntry } from './exported-entry.js';

/** Classes of OCSF 1.8, by their uids. The first figure is the category. */
export const ocsfClasses = {
  accountChange: 3001,
  authentication: 3002,
  entityManagement: 3004,
  userAccess: 3005,
  groupManagement: 3006,
  apiActivity: 6003,
} as const;
export type OcsfClass = keyof typeof ocsfClasses;

/** What an entry is for OCSF: a class, and what was done, as that class numbers it. */
export interface OcsfKind {
  readonly class: OcsfClass;
  readonly activity: number;
}

const other = 99;
const kindsIn =
  (of: OcsfClass) =>
  (activity: number): OcsfKind => ({ class: of, activity });
const account = kindsIn('accountChange');
const group = kindsIn('groupManagement');
const sign = kindsIn('authentication');

const kinds: ReadonlyMap<string, OcsfKind> = new Map([
  ['user.created', account(1)],
  ['user.adopted', account(1)],
  ['user.restored', account(1)],
  ['user.reactivated', account(2)],
  ['user.deactivated', account(5)],
  ['user.released', account(6)],
  ['user.erased', account(6)],
  ['account.directory-changed-admin-password', account(3)],
  ['user.type-changed', { class: 'userAccess', activity: 1 }],
  ['account.directory-made-admin', { class: 'userAccess', activity: 1 }],
  ['team.created', group(6)],
  ['team.deleted', group(5)],
  ['team.members-added', group(3)],
  ['team.members-removed', group(4)],
  ['session.started', sign(1)],
  ['session.refused', sign(1)],
  ['session.ended', sign(2)],
]);

const byMethod: Readonly<Record<string, number>> = { POST: 1, GET: 2, HEAD: 2, PUT: 3, PATCH: 3, DELETE: 4 };

/** Of Entity Management, by the last word of a type. */
const verbs: readonly (readonly [RegExp, number])[] = [
  [/[.-](created|added|made)$/, 1],
  [/[.-](updated|changed|renamed|set|rotated|chosen)$/, 3],
  [/[.-](deleted|removed|revoked|expired|closed)$/, 4],
];

/** The class of an entry, and what was done. What OCSF has no class for is about the management of an entity. */
export function ocsfKind({ type, kind, subject, detail, method }: ExportedEntry): OcsfKind {
  const known = kinds.get(type);
  if (known && (subject?.kind === 'user' || !ofPeople.has(known.class))) return known;
  if (kind === 'request') return { class: 'apiActivity', activity: byMethod[method ?? ''] ?? other };
  if (type.startsWith('user.') && subject?.kind === 'user') return account(changesPassword(detail) ? 3 : other);
  if (type.startsWith('team.') && subject?.kind === 'team') return group(other);
  return { class: 'entityManagement', activity: verbs.find(([form]) => form.test(type))?.[1] ?? other };
}

const ofPeople: ReadonlySet<OcsfClass> = new Set(['accountChange', 'userAccess', 'authentication']);

const changesPassword = (detail: ExportedEntry['detail']) =>
  Array.isArray(detail?.['changed']) && detail['changed'].includes('password');

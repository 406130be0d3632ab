import type { ExportedEntry } from './exported-entry.js';
import { ocsfClasses, ocsfKind, type OcsfClass } from './ocsf-class.js';

type Json = Readonly<Record<string, unknown>>;

/** The version of the schema: https://schema.ocsf.io/1.8.0. */
export const ocsfVersion = '1.8.0';

/** Of `severity_id` and `status_id`. */
const ends: Readonly<Record<ExportedEntry['outcome'], readonly [severity: number, status: number]>> = {
  done: [1, 1],
  tried: [1, 99],
  refused: [2, 2],
  unknown: [2, 0],
  failed: [3, 2],
};

/**
 * An entry as an event of OCSF 1.8: one for one, with the entry's number as `metadata.sequence`. What OCSF has no word for stands in
 * `unmapped`.
 */
export function ocsfEvent(entry: ExportedEntry, accountId: string): Json {
  const kind = ocsfKind(entry);
  const classUid = ocsfClasses[kind.class];
  const [severity, status] = ends[entry.outcome];
  return {
    activity_id: kind.activity,
    category_uid: Math.floor(classUid / 1_000),
    class_uid: classUid,
    type_uid: classUid * 100 + kind.activity,
    time: Date.parse(entry.at),
    severity_id: severity,
    status_id: status,
    status: entry.outcome,
    ...there('status_code', entry.code),
    message: entry.sentence,
    metadata: metadataOf(entry, accountId),
    ...there('duration', entry.durationMs),
    ...there('actor', actorOf(entry.actor) ?? (kind.class === 'apiActivity' ? nobody : undefined)),
    ...requestOf(entry, kind.class === 'apiActivity'),
    ...about[kind.class](entry),
    unmapped: unmappedOf(entry),
  };
}

const there = (name: string, value: unknown): Json => (value === undefined ? {} : { [name]: value });

const nobody = { app_name: 'unknown' };

function metadataOf({ id, log, seq, type, requestId, receivedAt }: ExportedEntry, accountId: string): Json {
  return {
    version: ocsfVersion,
    product: { name: 'Rollcall', vendor_name: 'Rollcall' },
    uid: id,
    sequence: seq,
    log_name: log,
    event_code: type,
    logged_time: Date.parse(receivedAt),
    tenant_uid: accountId,
    ...there('correlation_uid', requestId),
  };
}

/** People are users, tokens and services are programs, and an operator is known by a name only. */
function actorOf(actor: ExportedEntry['actor']): Json | undefined {
  if (!actor) return undefined;
  const { kind, id, name } = actor;
  if (kind === 'person' || kind === 'admin') return { user: userOf({ id, name }) };
  if (kind === 'operator') return { user: { name: id, type_id: 2 } };
  return { app_uid: id, app_name: name ?? (kind === 'system' ? id : kind) };
}

const userOf = ({ id, name }: { readonly id: string; readonly name?: string | undefined }): Json => ({
  uid: id,
  ...there('name', name),
});

function requestOf({ method, route, status, address, userAgent, requestId }: ExportedEntry, isRequest: boolean): Json {
  const request = {
    ...there('http_method', method),
    ...there('url', route === undefined ? undefined : { path: route }),
    ...there('user_agent', userAgent),
    ...there('uid', isRequest ? requestId : undefined),
  };
  const from = address === undefined ? undefined : { ip: address };
  return {
    ...there('src_endpoint', from ?? (isRequest ? { name: 'unknown' } : undefined)),
    ...(Object.keys(request).length === 0 ? {} : { http_request: request }),
    ...there('http_response', status === undefined ? undefined : { code: status }),
  };
}

const subjectUser = ({ subject }: ExportedEntry): Json => ({ user: userOf(subject ?? { id: 'unknown' }) });

/** What each class wants to know beside. */
const about: Readonly<Record<OcsfClass, (entry: ExportedEntry) => Json>> = {
  accountChange: subjectUser,
  authentication: (entry) => ({ ...subjectUser(entry), service: { name: 'Rollcall' } }),
  userAccess: (entry) => ({ ...subjectUser(entry), privileges: [entry.detail?.['userType'] ?? 'admin'] }),
  groupManagement: ({ subject, also = [] }) => ({
    group: { uid: subject?.id ?? 'unknown', ...there('name', subject?.name) },
    // One event for one entry: where there are several, they stand in `unmapped`.
    ...(also.length === 1 && also[0] !== undefined ? { user: userOf({ id: also[0] }) } : {}),
  }),
  entityManagement: ({ subject, type }) => ({ entity: entityOf(subject, type) }),
  apiActivity: ({ method = '', route = '', type }) => ({
    api: { operation: `${method} ${route}`.trim() || type, service: { name: 'Rollcall' } },
  }),
};

const entityOf = (subject: ExportedEntry['subject'], type: string): Json =>
  subject ? { uid: subject.id, type: subject.kind, ...there('name', subject.name) } : { name: type, type: 'audit log' };

/** Whatever is in an entry is in its event. */
function unmappedOf({ kind, actor, subject, also, causationId, version, detail }: ExportedEntry): Json {
  return {
    kind,
    ...there('actor_kind', actor?.kind),
    ...there('subject_kind', subject?.kind),
    ...there('subject_id', subject?.id),
    ...there('also', also),
    ...there('causation_id', causationId),
    ...there('version', version),
    ...there('detail', detail),
  };
}

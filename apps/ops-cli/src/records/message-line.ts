import { printable } from '../output/table.js';
import type { MessageView } from './message-view.js';

/**
 * The payload fields that a line shows: ids, the product's own names, and numbers. Personal values need `--payload` or
 * `--json`.
 */
const namesShown = [
  'userId',
  'userIds',
  'teamId',
  'tokenId',
  'roleId',
  'creatorId',
  'resourceId',
  'sessionId',
  'slug',
  'userType',
  'active',
  'managedBy',
  'ownedBy',
  'changed',
  'gained',
  'lost',
  'waitsUntil',
  'unknownIds',
  'evicted',
  'restored',
  'evictions',
  'wouldEvict',
  'wouldRestore',
  'mode',
  'settings',
  'basedOn',
  'action',
  'asked',
  'given',
  'reason',
  'why',
  'hint',
  'expiresAt',
  'method',
  'route',
  'status',
  'scimType',
  'code',
  'outcomeUnknown',
  'durationMs',
  'standsFor',
  'ok',
] as const;

/** Formats a message as one readable line. */
export function messageLine(message: MessageView, options: { readonly payload?: boolean } = {}): string {
  const parts = [
    message.time,
    shortTopic(message.topic).padEnd(14),
    message.type,
    message.aggregateVersion === undefined ? undefined : `v${message.aggregateVersion}`,
    pair('account', message.accountId),
    pair('key', message.key),
    actorOf(message.payload),
    options.payload ? JSON.stringify(message.payload) : detailsOf(message),
    pair('correlation', message.correlationId),
    `@${message.partition}/${message.offset}`,
    message.problem === undefined ? undefined : `(${message.problem})`,
  ];
  return parts
    .filter((part) => part !== undefined && part !== '')
    .map((part) => printable(part))
    .join(' ');
}

/** Topics are printed, and may be named, without their common prefix. */
export const shortTopic = (topic: string) => topic.replace(/^rollcall\./, '');

const pair = (name: string, value: string | undefined) => (value === undefined ? undefined : `${name}=${value}`);

function actorOf(payload: unknown): string | undefined {
  const actor = (payload as { actor?: { kind?: unknown; id?: unknown } } | null | undefined)?.actor;
  return actor === undefined ? undefined : `by=${String(actor.kind)}:${String(actor.id)}`;
}

function detailsOf({ key, payload }: MessageView): string {
  if (typeof payload !== 'object' || payload === null) return '';
  const fields = payload as Record<string, unknown>;
  return namesShown
    .filter((name) => fields[name] !== undefined && fields[name] !== key)
    .map((name) => `${name}=${short(fields[name])}`)
    .join(' ');
}

/** How many entries of a list a line shows; a team may have 100,000 members. */
const maxNames = 10;

function short(value: unknown): string {
  if (Array.isArray(value)) {
    const more = value.length > maxNames ? [`…${value.length - maxNames} more`] : [];
    return [...value.slice(0, maxNames).map(entry), ...more].join(',');
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** A member that the reconciler corrected is shown with the reason. */
function entry(value: unknown): string {
  const { userId, reason } = Object(value) as { userId?: string; reason?: string };
  return userId === undefined ? String(value) : `${userId} (${reason ?? 'no reason'})`;
}

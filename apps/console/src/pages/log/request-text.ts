import type { AuditRequestTree } from '../../api/generated/types.gen';
import { utc } from '../../texts/format';

/** A request and what it caused as lines of text, for a ticket: times in UTC, what was caused further in. */
export function asText({ requestId, tree }: AuditRequestTree): string {
  const lines = tree.map(({ entry, depth }) => `${utc(entry.at)}  ${'  '.repeat(depth)}${entry.sentence}`);
  return [`X-Request-Id: ${requestId}`, ...lines, ''].join('\n');
}

import { versionsOf } from '@rollcall/gateway-kit';
import { problem } from '../errors/problem-table.js';

/** The versions that a command accepts; absent where it accepts any. */
export interface IfMatch {
  readonly ifMatch?: string[];
}

const maxVersions = 20;
const tag = /^(?:W\/)?"(\d{1,15})"$/;

/**
 * The versions that `If-Match` allows (RFC 9110 §13.1.1, compared weakly): any, or those it names.
 * @throws Failure if-match-invalid for a text that is no ETag of this API
 */
export function readIfMatch(header: string | undefined): IfMatch {
  const ifMatch = versionsOf(header === undefined ? undefined : tagsOf(header), maxVersions, refuse);
  return ifMatch ? { ifMatch } : {};
}

function tagsOf(header: string): string[] {
  const parts = header.split(',').map((part) => part.trim());
  return parts.includes('*') ? ['*'] : parts.map((part) => tag.exec(part)?.[1] ?? refuse());
}

function refuse(): never {
  throw problem('if-match-invalid');
}

import { ifMatchOf, type IfMatch } from '@rollcall/gateway-kit';
import { problem } from '../errors/problem-table.js';

const maxVersions = 20;
const tag = /^(?:W\/)?"(\d{1,15})"$/;

/**
 * The versions that `If-Match` allows (RFC 9110 §13.1.1, compared weakly): any, or those it names.
 * @throws Failure if-match-invalid for a text that is no ETag of this API
 */
export function readIfMatch(header: string | undefined): IfMatch {
  return ifMatchOf(header === undefined ? undefined : tagsOf(header), maxVersions, refuse);
}

function tagsOf(header: string): string[] {
  const parts = header.split(',').map((part) => part.trim());
  return parts.includes('*') ? ['*'] : parts.map((part) => tag.exec(part)?.[1] ?? refuse());
}

function refuse(): never {
  throw problem('if-match-invalid');
}

import { problem } from '../errors/problem-table.js';

const maxVersions = 20;
const tag = /^(?:W\/)?"(\d{1,15})"$/;

/** `W/"7"`: the version as an ETag. Weak, since what is shown beside the version may change without it. */
export const etagOf = (version: number) => `W/"${version}"`;

/**
 * The versions that `If-Match` allows (RFC 9110 §13.1.1, compared weakly): any, or those it names.
 * @throws Problem if-match-invalid for what is no ETag of ours
 */
export function readIfMatch(header: string | undefined): { ifMatch?: string[] } {
  if (header === undefined) return {};
  const parts = header.split(',').map((part) => part.trim());
  if (parts.includes('*')) return { ifMatch: ['*'] };
  const versions = parts.map((part) => tag.exec(part)?.[1]);
  if (versions.length > maxVersions) throw problem('if-match-invalid');
  return { ifMatch: versions.map((version) => version ?? refuse()) };
}

function refuse(): never {
  throw problem('if-match-invalid');
}

import { isUuid, Refusal, type RefusalCode, type SearchUsers } from '@rollcall/contracts';
import { ifMatchOf as readIfMatch, type IfMatch } from '@rollcall/gateway-kit';
import { matchesETag, parseETagCondition, readProjection, ScimError, type ResourceSchema } from '@rollcall/scim';
import type { FastifyRequest } from 'fastify';
import type { Wanted } from './answer.js';

type Query = Readonly<Record<string, string | string[] | undefined>>;

export const queryOf = (request: FastifyRequest) => request.query as Query; // Fastify's parser makes nothing else

/** Read before anything is done: a request that asks for an answer nobody can give must change nothing. */
export function wantedOf(request: FastifyRequest, schema: ResourceSchema): Wanted {
  const { attributes, excludedAttributes } = queryOf(request);
  if (attributes === undefined && excludedAttributes === undefined) return undefined;
  return readProjection(
    {
      ...(attributes === undefined ? {} : { attributes }),
      ...(excludedAttributes === undefined ? {} : { excludedAttributes }),
    },
    schema,
  );
}

/** @throws Refusal `notFound` for whatever is no id of ours: ids in requests are arbitrary text */
export function idOf(request: FastifyRequest, notFound: RefusalCode): string {
  const { id } = request.params as { id: string }; // the route's template has it
  // Ours are in lower case, and ids are compared exactly (RFC 7643 §3.1).
  if (!isUuid(id) || id !== id.toLowerCase()) throw new Refusal(notFound);
  request.scim.resourceId = id;
  return id;
}

const maxVersions = 50;

/** The versions that `If-Match` allows, as commands name them. */
export function ifMatchOf(request: FastifyRequest): IfMatch {
  const condition = parseETagCondition(request.headers['if-match']);
  const tags = condition?.any ? ['*'] : condition?.tags;
  return readIfMatch(tags, maxVersions, () => {
    const detail = `If-Match names more than ${maxVersions} versions. Send the one that was read.`;
    throw new ScimError(400, detail, 'invalidValue');
  });
}

/** Whether the client has this version already (RFC 7644 §3.14). */
export function isUnchanged(request: FastifyRequest, version: number): boolean {
  const condition = parseETagCondition(request.headers['if-none-match']);
  return condition !== undefined && matchesETag(condition, version);
}

/** Rule 9: `?scim_provisioned_only=false` (or `all`) shows everybody, `true` only who the directory keeps. */
export function scopeOf(request: FastifyRequest): SearchUsers['scope'] {
  const value = String(queryOf(request)['scim_provisioned_only'] ?? '').toLowerCase();
  if (value === 'false' || value === 'all') return 'all';
  return value === 'true' ? 'managed' : 'default';
}

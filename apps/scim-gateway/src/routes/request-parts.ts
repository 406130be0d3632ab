import { isUuidOfStandard, Refusal, type RefusalCode, type SearchUsers } from '@rollcall/contracts';
import { versionsOf } from '@rollcall/gateway-kit';
import {
  invalidValue,
  matchesETag,
  parametersNamed,
  parseETagCondition,
  readProjection,
  type ResourceSchema,
} from '@rollcall/scim';
import type { FastifyRequest } from 'fastify';
import { readingOf, type WriteRequest } from '../http/request-context.js';
import type { WriteConditions } from '../clients/write-conditions.js';
import type { Wanted } from './answer.js';

type Query = Readonly<Record<string, string | string[] | undefined>>;

export const queryOf = (request: FastifyRequest) => request.query as Query; // Fastify's parser returns nothing else

/**
 * The parameters of a list, or of what an answer shows, in the address.
 * @throws ScimError invalidValue
 */
export const parametersOf = (request: FastifyRequest): Query =>
  parametersNamed(queryOf(request), { in: 'address', ...readingOf(request) });

/** Call it before anything is done: a request that asks for an impossible answer must change nothing. */
export function wantedOf(request: FastifyRequest, schema: ResourceSchema): Wanted {
  const { attributes, excludedAttributes } = parametersOf(request);
  if (attributes === undefined && excludedAttributes === undefined) return undefined;
  return readProjection(
    {
      ...(attributes === undefined ? {} : { attributes }),
      ...(excludedAttributes === undefined ? {} : { excludedAttributes }),
    },
    schema,
    readingOf(request),
  );
}

/** The id in the address, as it was written there. */
export function pathIdOf({ params }: Pick<WriteRequest, 'params'>): string {
  return (params as { id: string }).id; // the route's template has it
}

/**
 * The resource id in the path, which is arbitrary text.
 * @throws Refusal `notFound` for a text that is no id of this product
 */
export function idOf(request: WriteRequest, notFound: RefusalCode): string {
  const id = pathIdOf(request);
  // The product's ids are in lower case, and ids are compared exactly (RFC 7643 §3.1).
  if (!isUuidOfStandard(id) || id !== id.toLowerCase()) throw new Refusal(notFound);
  request.scim.resourceId = id;
  return id;
}

const maxVersions = 50;

/**
 * What `If-Match` and `If-None-Match` ask of the version that is changed (RFC 9110 §13.1), for commands. A POST changes no version that
 * there is: its conditions are not read (RFC 9110 §13.2.1).
 */
export function conditionsOf(request: Pick<WriteRequest, 'headers' | 'scim'>): WriteConditions {
  const ifMatch = versionsIn('If-Match', request);
  const ifNoneMatch = versionsIn('If-None-Match', request);
  return { ...(ifMatch ? { ifMatch } : {}), ...(ifNoneMatch ? { ifNoneMatch } : {}) };
}

function versionsIn(
  header: 'If-Match' | 'If-None-Match',
  request: Pick<WriteRequest, 'headers' | 'scim'>,
): string[] | undefined {
  const condition = parseETagCondition(request.headers[header.toLowerCase()], readingOf(request));
  return versionsOf(condition?.any ? ['*'] : condition?.tags, maxVersions, () => {
    throw invalidValue(`${header} names more than ${maxVersions} versions. Send the one that was read.`);
  });
}

/**
 * Whether the client has this version already (RFC 7644 §3.14).
 * @throws Refusal version-mismatch where it asks for another one by `If-Match` (RFC 9110 §13.1.1)
 */
export function isUnchanged(request: FastifyRequest, version: string | number): boolean {
  const { headers } = request;
  const asked = parseETagCondition(headers['if-match'], readingOf(request));
  if (asked && !matchesETag(asked, version)) throw new Refusal('version-mismatch');
  const had = parseETagCondition(headers['if-none-match'], readingOf(request));
  return had !== undefined && matchesETag(had, version);
}

/** Rule 9: `?scim_provisioned_only=false` (or `all`) shows all users, `true` only the directory-managed ones. */
export function scopeOf(request: FastifyRequest): SearchUsers['scope'] {
  const value = String(queryOf(request)['scim_provisioned_only'] ?? '').toLowerCase();
  if (value === 'false' || value === 'all') return 'all';
  return value === 'true' ? 'managed' : 'default';
}

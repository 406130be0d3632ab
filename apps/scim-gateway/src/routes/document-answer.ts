import { createHash } from 'node:crypto';
import type { Answer } from '@rollcall/gateway-kit';
import type { FastifyRequest } from 'fastify';
import { scimAnswer } from './answer.js';
import { isUnchanged } from './request-parts.js';

/**
 * A document that has no version of its own: its ETag is made from what it says (RFC 7644 §3.14).
 * @throws Refusal version-mismatch where `If-Match` names others
 */
export function documentAnswer(request: FastifyRequest, document: object): Answer<object | undefined> {
  const version = createHash('sha256').update(JSON.stringify(document)).digest('base64url').slice(0, 16);
  const headers = { etag: `W/"${version}"` };
  if (isUnchanged(request, version)) return scimAnswer(undefined, { status: 304, headers });
  return scimAnswer(document, { headers });
}

import { isUtf8 } from 'node:buffer';
import { isPlain, mediaTypeOf, parseJson, type Secret } from '@rollcall/gateway-kit';
import { assertDepth, ScimError } from '@rollcall/scim';
import { yieldToEventLoop } from '@rollcall/service-kit';
import { withdrawPassword } from '../passwords/withdraw-password.js';
import { assertStorable } from './storable-text.js';

/** Both are used: Okta's test suite and Ping send `application/json`, other clients what RFC 7644 §3.1 says. */
const mediaTypes = ['application/scim+json', 'application/json'];

export interface JsonBody {
  /** The body without any password. */
  readonly body: unknown;
  readonly password: Secret | undefined;
}

/**
 * Parameters such as `charset` do not matter, and a body without a type counts as JSON.
 * @throws ScimError 415
 */
export function assertJson(contentType: string | undefined, contentEncoding?: string): void {
  if (!isPlain(contentEncoding)) {
    throw new ScimError(415, 'The body must not be compressed: send it without Content-Encoding.');
  }
  const type = mediaTypeOf(contentType);
  if (type === '' || mediaTypes.includes(type)) return;
  throw new ScimError(415, 'The body must be JSON: send it with "Content-Type: application/scim+json".');
}

/** A longer body takes long to parse, check and search: after each of these steps, other requests go first. */
const longBytes = 1_048_576;

/**
 * Parses a body and takes the password out of it. No error quotes the body.
 * @throws Failure `body-malformed` with the place where the text stops being JSON
 * @throws ScimError where the JSON is not acceptable as a SCIM body
 */
export async function readJsonBody(bytes: Buffer): Promise<JsonBody> {
  const yieldIfLong = () => (bytes.length > longBytes ? yieldToEventLoop() : undefined);
  const text = textOf(bytes);
  const json = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  if (json.trim() === '')
    throw new ScimError(400, 'The request has no body, and needs one: a JSON object.', 'invalidSyntax');
  const body = parseJson(json);
  await yieldIfLong();
  assertDepth(body);
  const password = withdrawPassword(body);
  // Characters that cannot be stored can only come from escapes: most bodies need no second check.
  if (json.includes('\\u')) assertStorable(body);
  await yieldIfLong();
  return { body, password };
}

/**
 * JSON is UTF-8 (RFC 8259 §8.1). Other bytes would be stored as replacement characters, and the name would stay wrong.
 * @throws ScimError `invalidSyntax`
 */
function textOf(bytes: Buffer): string {
  if (!isUtf8(bytes)) throw new ScimError(400, 'The body is not UTF-8 text. Send it in UTF-8.', 'invalidSyntax');
  return bytes.toString('utf8');
}

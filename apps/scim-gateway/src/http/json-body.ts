import { isPlain, mediaTypeOf, parseJson, type Secret } from '@rollcall/gateway-kit';
import type { JsonLimits } from '@rollcall/gateway-kit/json';
import { ScimError } from '@rollcall/scim';
import { withdrawPassword } from '../passwords/withdraw-password.js';
import { assertNamesOnce, jsonTextOf } from './json-text.js';
import { unstorableIn } from './storable-text.js';

/** Both are used: Okta's test suite and Ping send `application/json`, other clients what RFC 7644 §3.1 says. */
const mediaTypes = ['application/scim+json', 'application/json'];

export interface JsonBody {
  /** The body without any password. */
  readonly body: unknown;
  readonly password: Secret | undefined;
  /** The refusal of a body that holds what cannot be stored, which keeps nobody from leaving (rule 5). */
  readonly unstorable?: ScimError | undefined;
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

/**
 * Parses a body and takes the password out of it. No error quotes the body.
 * @throws Failure `body-malformed` with the place where the text stops being JSON
 * @throws ScimError where the JSON is not acceptable as a SCIM body
 */
export function readJsonBody(bytes: Buffer, limits: JsonLimits): JsonBody {
  const json = jsonTextOf(bytes, limits);
  const body = parseJson(json, { longNumbersAsText: true });
  assertNamesOnce(json);
  const password = withdrawPassword(body);
  // Characters that cannot be stored can only come from escapes: most bodies need no second check.
  return { body, password, unstorable: json.includes('\\u') ? unstorableIn(body) : undefined };
}

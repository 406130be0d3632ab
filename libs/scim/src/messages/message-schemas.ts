import { invalidValue } from '../errors/refusals.js';
import { grant, type Leniency } from '../leniencies/leniency.js';
import { isObject } from '../resource/is-object.js';
import { member } from '../patch/member.js';

export interface SchemasOf {
  /** The URN that a body must name. */
  readonly of: string;
  /** Those that it may name too, in lower case. */
  readonly also?: readonly string[];
}

/**
 * Looks at the `schemas` of a body (RFC 7643 §3, RFC 7644 §3.1).
 * @throws ScimError invalidValue where the URN is not named, or another one is, and that is not granted
 */
export function assertSchemas(body: unknown, { of, also = [] }: SchemasOf, leniency: Leniency): void {
  if (leniency === 'named') return;
  const said = isObject(body) ? member(body, 'schemas') : undefined;
  const urns = Array.isArray(said)
    ? said.map((each: unknown) => (typeof each === 'string' ? each.toLowerCase() : ''))
    : [];
  if (!urns.includes(of.toLowerCase()))
    grant(leniency, 'schemasUnsaid', () => invalidValue(`"schemas" must be a list with ${of}.`));
  const known = new Set([of.toLowerCase(), ...also]);
  const hasOthers = urns.some((urn) => !known.has(urn)) || new Set(urns).size < urns.length;
  if (hasOthers)
    grant(leniency, 'schemasUnsaid', () =>
      invalidValue('"schemas" names one that the body cannot have, or one twice.'),
    );
}

import type { ScimType } from '../errors/scim-type.js';
import { Urns } from '../schemas/urns.js';

/** The body of every refusal (RFC 7644 §3.12). */
export interface ErrorMessage {
  readonly schemas: readonly [string];
  /** The HTTP status as a string, as the RFC has it. */
  readonly status: string;
  readonly scimType?: ScimType;
  readonly detail: string;
}

/**
 * The body of an error. `scimType` is present only when set, and there are no further attributes: strict clients check.
 */
export function errorMessage(status: number, detail: string, scimType?: ScimType): ErrorMessage {
  const base = { schemas: [Urns.error] as const, status: String(status) };
  return scimType === undefined ? { ...base, detail } : { ...base, scimType, detail };
}

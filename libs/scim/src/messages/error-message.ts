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

/** `scimType` is there only when set, and nothing else is ever there: strict clients look. */
export function errorMessage(status: number, detail: string, scimType?: ScimType): ErrorMessage {
  const base = { schemas: [Urns.error] as const, status: String(status) };
  return scimType === undefined ? { ...base, detail } : { ...base, scimType, detail };
}

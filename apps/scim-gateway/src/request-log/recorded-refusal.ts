import type { ScimRequest } from '@rollcall/contracts';
import { recordedFacts } from '@rollcall/gateway-kit';
import type { RenderedScimError } from '../errors/render-scim-error.js';

/** What the record of a request, or of an operation of one, says of its refusal. */
export type RecordedRefusal = Pick<ScimRequest, 'code' | 'scimType' | 'outcomeUnknown' | 'facts'>;

export function recordedRefusal({ code, scimType, outcomeUnknown, facts }: RenderedScimError): RecordedRefusal {
  const recorded = recordedFacts(facts);
  return {
    code,
    ...(scimType === undefined ? {} : { scimType }),
    ...(outcomeUnknown ? { outcomeUnknown } : {}),
    ...(recorded ? { facts: recorded } : {}),
  };
}

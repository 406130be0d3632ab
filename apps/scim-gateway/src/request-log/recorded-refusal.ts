import type { ScimRequest } from '@rollcall/contracts';
import { recordedFacts } from '@rollcall/gateway-kit';
import type { RenderedScimError } from '../errors/render-scim-error.js';

/** What the record of a request, or of an operation of one, says of its refusal. */
export type RecordedRefusal = Pick<ScimRequest, 'code' | 'scimType' | 'detail' | 'outcomeUnknown' | 'facts'>;

export function recordedRefusal(error: RenderedScimError): RecordedRefusal {
  const { code, scimType, recordedDetail: detail, outcomeUnknown, facts } = error;
  const recorded = recordedFacts(facts);
  return {
    code,
    ...(scimType === undefined ? {} : { scimType }),
    ...(detail === undefined ? {} : { detail }),
    ...(outcomeUnknown ? { outcomeUnknown } : {}),
    ...(recorded ? { facts: recorded } : {}),
  };
}

import type { RefusalFacts } from '@rollcall/contracts';
import { Failure, failureOf, headersOf, type FailureRenderer, type RenderedFailure } from '@rollcall/gateway-kit';
import { errorMessage, ScimError, type ScimType } from '@rollcall/scim';
import { scimMediaType } from '../http/media-type.js';
import { failureTable, type FailureRow } from './failure-table.js';
import { providerOf } from './provider.js';
import { speakerOf } from '../http/request-context.js';
import { refusalTable } from './refusal-table.js';
import { factsWithoutValues, recordable, textWithoutValues } from './without-values.js';

export interface RenderedScimError extends RenderedFailure {
  readonly detail: string;
  readonly scimType: ScimType | undefined;
  /** The same sentence without values that the client sent, as it is recorded; undefined where nothing is. */
  readonly recordedDetail: string | undefined;
}

/**
 * Renders any error of a request in SCIM's form (RFC 7644 §3.12, rule 21). For an unknown error it shows only the id
 * under which the error is logged.
 * @param speaker whose words the sentence has: see `speakerOf`; of none where that says nothing
 */
export function renderScimError(error: unknown, requestId: string, speaker?: string): RenderedScimError {
  if (error instanceof ScimError) {
    const { status, detail, scimType } = error;
    const recordedDetail = textWithoutValues(detail);
    return rendered(new Failure(scimType ?? 'request-refused'), { status, scimType, detail, recordedDetail });
  }
  const failure = failureOf(error);
  const { code, options } = failure;
  const row = rows[code];
  const facts = code === 'internal' || code === 'fault' ? { id: requestId } : (options.facts ?? {});
  const said = (facts: RefusalFacts) => row?.sentence(facts, providerOf(speaker)) ?? '';
  const { status = row?.status ?? 500, detail = said(facts) } = options;
  const recordedDetail = options.detail === undefined ? said(factsWithoutValues(facts)) : textWithoutValues(detail);
  return rendered(failure, { ...row, status, detail, recordedDetail });
}

const rows: Readonly<Record<string, FailureRow | undefined>> = { ...refusalTable, ...failureTable };

type ErrorParts = Partial<FailureRow> & {
  readonly status: number;
  readonly detail: string;
  readonly recordedDetail: string;
};

function rendered(failure: Failure, parts: ErrorParts): RenderedScimError {
  const { status, detail, scimType, retryAfterS, code = failure.code } = parts;
  return {
    status,
    code,
    detail,
    scimType,
    recordedDetail: recordable(parts.recordedDetail),
    headers: headersOf(failure, retryAfterS),
    body: JSON.stringify(errorMessage(status, detail, scimType)),
    outcomeUnknown: failure.options.outcomeUnknown === true,
    facts: failure.options.facts,
  };
}

export const scimErrors: FailureRenderer<RenderedScimError> = {
  mediaType: scimMediaType,
  render: renderScimError,
  speakerOf,
};

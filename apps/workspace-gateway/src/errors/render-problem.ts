import {
  failureOf,
  headersOf,
  type FailureCode,
  type FailureRenderer,
  type RenderedFailure,
} from '@rollcall/gateway-kit';
import { problemTable, type ProblemCode } from './problem-table.js';

/** What this API says of failures that it does not tell apart from others. */
const otherWords: Readonly<Partial<Record<FailureCode, ProblemCode | 'internal'>>> = {
  'passwords-overload': 'overload',
  'request-rejected': 'request-malformed',
  'http-malformed': 'request-malformed',
  fault: 'internal',
};

/** Whatever a request died of as a problem (RFC 9457). Unknown errors say nothing of themselves. */
export function renderProblem(error: unknown, requestId: string): RenderedFailure {
  const failure = failureOf(error);
  const { facts = {}, problems, detail, outcomeUnknown = false } = failure.options;
  const code = (otherWords[failure.code as FailureCode] ?? failure.code) as keyof typeof problemTable; // `problem` takes no other
  const { status, title, sentence, retryAfterS } = problemTable[code];
  const body = {
    type: `/api/docs#problem-${code}`,
    title,
    status,
    detail: detail ?? sentence(facts),
    code,
    requestId,
    problems,
    facts: Object.keys(facts).length > 0 ? facts : undefined,
  };
  const headers = headersOf(failure, retryAfterS);
  return { status, code, headers, body: JSON.stringify(body), outcomeUnknown, phrase: title };
}

export const problems: FailureRenderer = {
  mediaType: 'application/problem+json; charset=utf-8',
  render: renderProblem,
};

import {
  failureOf,
  headersOf,
  type FailureCode,
  type FailureRenderer,
  type RenderedFailure,
} from '@rollcall/gateway-kit';
import { problemTable, type ProblemCode } from './problem-table.js';

/** Failures for which this API uses another, more general code. */
const otherWords: Readonly<Partial<Record<FailureCode, ProblemCode | 'internal'>>> = {
  'bodies-of-account': 'overload',
  'bodies-overload': 'overload',
  'passwords-overload': 'overload',
  'request-rejected': 'request-malformed',
  'http-malformed': 'request-malformed',
  fault: 'internal',
};

/** Renders any error of a request as a problem (RFC 9457). For an unknown error it says nothing about the error. */
export function renderProblem(error: unknown, requestId: string): RenderedFailure {
  const failure = failureOf(error);
  const { facts = {}, problems, detail, outcomeUnknown = false } = failure.options;
  // `problem` allows no other codes
  const code = (otherWords[failure.code as FailureCode] ?? failure.code) as keyof typeof problemTable;
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
  return { status, code, headers, body: JSON.stringify(body), outcomeUnknown, facts, phrase: title };
}

export const problems: FailureRenderer = {
  mediaType: 'application/problem+json; charset=utf-8',
  render: renderProblem,
};

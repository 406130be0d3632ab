import { AddressRefused } from '../addresses/checked-connector.js';

/** Why an endpoint did not take a message. */
export const attemptProblems = [
  'address-refused', // what is written as one, in the endpoint or in where it redirects to
  'plain-http', // the endpoint is, or redirects to, http:
  'no-public-address', // of the name: none at all, or none that may be connected to, which is not told apart
  'unreachable',
  'certificate',
  'timed-out',
  'broken', // the connection ended before an answer
  'redirects', // too many, or to where none is followed
  'status', // it answered, and not with 2xx
] as const;
export type AttemptProblem = (typeof attemptProblems)[number];

/** How one attempt went. */
export interface Attempt {
  /** Absent: it was delivered. */
  readonly problem?: AttemptProblem;
  /** Of the answer, where one came. */
  readonly status?: number;
  readonly durationMs: number;
}

/** Of look-ups, by the resolver and by the system. */
const ofNames = [
  'ENOTFOUND',
  'ENODATA',
  'EAI_AGAIN',
  'ESERVFAIL',
  'EREFUSED',
  'EBADRESP',
  'EBADNAME',
  'ETIMEOUT',
  'ECANCELLED',
];

const byCode: Readonly<Record<string, AttemptProblem>> = {
  ...Object.fromEntries(ofNames.map((code) => [code, 'no-public-address'] as const)),
  ECONNREFUSED: 'unreachable',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
  ETIMEDOUT: 'unreachable',
  UND_ERR_CONNECT_TIMEOUT: 'unreachable',
  CERT_HAS_EXPIRED: 'certificate',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificate',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificate',
  EPROTO: 'certificate',
};

/** What an error of a request means; of several tries at once (happy eyeballs) the first counts. */
export function problemOf(error: unknown): AttemptProblem {
  if (error instanceof AddressRefused) return error.of === 'name' ? 'no-public-address' : 'address-refused';
  if (error instanceof AggregateError) return problemOf(error.errors[0]);
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return byCode[code] ?? (code.startsWith('ERR_TLS') || code.startsWith('ERR_SSL') ? 'certificate' : 'broken');
}

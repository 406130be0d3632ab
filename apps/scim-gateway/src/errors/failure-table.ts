import type { FailureCode } from '@rollcall/gateway-kit';
import type { RefusalRow } from './refusal-row.js';

/** How a failure is answered in SCIM. */
export interface FailureRow extends RefusalRow {
  /** The code in records, where it differs. */
  readonly code?: string;
}

const nothingHappened = 'Nothing was changed; send the request again.';

/** Okta repeats by itself only what is answered with 429. */
function later(retryAfterS: number, sentence: string): FailureRow {
  return { status: 429, retryAfterS, sentence: () => sentence };
}

function refused(status: number, sentence: string): FailureRow {
  return { status, sentence: () => sentence };
}

const fault: FailureRow = {
  status: 500,
  code: 'internal',
  sentence: ({ id }) => `The service failed. Please tell support this id: ${String(id)}.`,
};

/** What can go wrong in this gateway, or on the way to a service. */
export const failureTable: Readonly<Record<FailureCode, FailureRow>> = {
  'outcome-unknown': later(
    5,
    'The service has not confirmed the change in time: it was made completely, or not at all. Sending it again is safe.',
  ),
  overload: later(1, `Too many changes are under way. ${nothingHappened}`),
  'account-limit': later(
    1,
    `More requests of this account came than are answered at a time. ${nothingHappened} Fewer at the same time are answered sooner.`,
  ),
  'passwords-overload': {
    ...later(2, `Too many passwords are being set. ${nothingHappened}`),
    code: 'overload',
  },
  unavailable: later(5, `The service cannot be reached at the moment. ${nothingHappened}`),
  deadline: later(5, `The service is busy and there was no time left to begin. ${nothingHappened}`),
  'under-way': later(1, `The same request is under way. ${nothingHappened}`),
  'not-recordable': later(
    30,
    `What is asked for cannot be recorded at the moment, and nothing is changed here without a record. ${nothingHappened}`,
  ),
  'retry-key-reused': fault, // SCIM requests have no key
  'dry-run-invalid': {
    ...refused(
      400,
      'The header Rollcall-Dry-Run takes "true" (say what the request would do, and do nothing) or "false". Nothing was changed.',
    ),
    scimType: 'invalidValue',
  },
  'route-unknown': refused(404, 'Nothing is served at this address. The base URL of this app ends in /scim/v2.'),
  'request-slow': refused(408, 'The request took too long to arrive. Nothing was changed; send it again.'),
  'body-too-large': refused(
    413,
    'The body is too large, and was not read: at most 1 MB are taken for a user, 32 MB for a group, and 2 MB for a bulk request (maxPayloadSize 2097152). Send less in one request.',
  ),
  'body-too-complex': refused(
    413,
    'The body holds more than can be read in one request. Send less in one request: for a group, its members in several PATCH requests.',
  ),
  'bodies-of-account': later(
    5,
    `Another large body of this account is being read, and one is read at a time. ${nothingHappened}`,
  ),
  'bodies-overload': later(5, `Too many large bodies are being read. ${nothingHappened}`),
  'body-malformed': {
    ...refused(400, 'The body is not valid JSON.'),
    scimType: 'invalidSyntax',
    code: 'invalidSyntax',
  },
  'address-too-long': refused(414, 'A value in the address of the request is too long.'),
  'media-type': refused(415, 'The body must be JSON: send it with "Content-Type: application/scim+json".'),
  'headers-too-large': refused(
    431,
    'The address and the headers of the request are too large: at most 16 kB are taken.',
  ),
  'request-malformed': refused(400, 'The request is malformed: its address, headers or length are not what HTTP says.'),
  'request-rejected': {
    ...refused(400, 'The request cannot be answered as it was sent.'),
    code: 'request-malformed',
  },
  'http-malformed': { ...refused(400, 'This is no HTTP request that can be read.'), code: 'request-malformed' },
  fault,
};

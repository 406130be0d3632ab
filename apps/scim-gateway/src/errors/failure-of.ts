import { HttpException } from '@nestjs/common';
import { Refusal } from '@rollcall/contracts';
import { CommandNotTaken, CommandOutcomeUnknown, PasswordQueueFull } from '@rollcall/gateway-kit';
import { ScimError } from '@rollcall/scim';
import { ServiceUnavailable } from '@rollcall/service-kit';
import { refusalTable } from './refusal-table.js';
import { ScimFailure } from './scim-failure.js';

const nothingHappened = 'Nothing was changed; send the request again.';

/** Turns whatever a request died of into its answer. Unknown errors say only the id under which they are logged. */
export function failureOf(error: unknown, requestId: string): ScimFailure {
  if (error instanceof ScimFailure) return error;
  if (error instanceof ScimError) {
    return new ScimFailure(error.status, error.scimType ?? 'request-refused', error.detail, {
      scimType: error.scimType,
    });
  }
  if (error instanceof Refusal) return failureOfRefusal(error, requestId);
  if (error instanceof CommandOutcomeUnknown) return outcomeUnknown;
  if (error instanceof CommandNotTaken) return notTaken[error.reason];
  if (error instanceof PasswordQueueFull) return passwordsBusy;
  // A service that is away comes back; one that fails at this question will fail again.
  if (error instanceof ServiceUnavailable && error.status !== 500) return unavailable;
  return failureOfFramework(error, requestId);
}

const outcomeUnknown = new ScimFailure(
  429,
  'outcome-unknown',
  'The service has not confirmed the change in time: it was made completely, or not at all. Sending it again is safe.',
  { retryAfterS: 5, outcomeUnknown: true },
);

const notTaken: Readonly<Record<CommandNotTaken['reason'], ScimFailure>> = {
  'under-way': new ScimFailure(429, 'under-way', `The same request is under way. ${nothingHappened}`, {
    retryAfterS: 1,
  }),
  busy: new ScimFailure(429, 'overload', `Too many changes are under way. ${nothingHappened}`, { retryAfterS: 1 }),
  unavailable: new ScimFailure(429, 'unavailable', `The service cannot be reached at the moment. ${nothingHappened}`, {
    retryAfterS: 5,
  }),
  late: new ScimFailure(
    429,
    'deadline',
    `The service is busy and there was no time left to begin. ${nothingHappened}`,
    {
      retryAfterS: 5,
    },
  ),
};

const passwordsBusy = new ScimFailure(429, 'overload', `Too many passwords are being set. ${nothingHappened}`, {
  retryAfterS: 2,
});

const unavailable = new ScimFailure(
  429,
  'unavailable',
  `The service cannot be reached at the moment. ${nothingHappened}`,
  {
    retryAfterS: 5,
  },
);

function failureOfRefusal(refusal: Refusal, requestId: string): ScimFailure {
  const { status, scimType, retryAfterS, sentence } = refusalTable[refusal.code];
  const facts = refusal.code === 'internal' ? { id: requestId } : refusal.facts;
  return new ScimFailure(status, refusal.code, sentence(facts), {
    scimType,
    ...(retryAfterS === undefined ? {} : { retryAfterS }),
  });
}

/** What Fastify and Nest themselves refuse; their own sentences may quote the request, and are not used. */
const frameworkSentences: Readonly<Record<number, readonly [code: string, detail: string]>> = {
  400: ['request-malformed', 'The request is malformed: its address, headers or length are not what HTTP says.'],
  404: ['route-unknown', 'Nothing is served at this address. The base URL of this app ends in /scim/v2.'],
  408: ['request-slow', 'The request took too long to arrive. Nothing was changed; send it again.'],
  413: [
    'body-too-large',
    'The body is too large, and was not read: at most 1 MB are taken for a user, and 32 MB for a group. Send less in one request.',
  ],
  414: ['address-too-long', 'The address of the request is too long.'],
  415: ['media-type', 'The body must be JSON: send it with "Content-Type: application/scim+json".'],
  431: ['headers-too-large', 'The headers of the request are too large.'],
};

function failureOfFramework(error: unknown, requestId: string): ScimFailure {
  const status = error instanceof HttpException ? error.getStatus() : statusCodeOf(error);
  const known = status === undefined ? undefined : frameworkSentences[status];
  if (status !== undefined && known) return new ScimFailure(status, ...known);
  if (status !== undefined && status >= 400 && status < 500) return new ScimFailure(status, ...requestMalformed);
  return new ScimFailure(500, 'internal', `The service failed. Please tell support this id: ${requestId}.`);
}

const requestMalformed = ['request-malformed', 'The request cannot be answered as it was sent.'] as const;

function statusCodeOf(error: unknown): number | undefined {
  const isFastifys = error instanceof Error && 'statusCode' in error && error.name === 'FastifyError';
  return isFastifys && typeof error.statusCode === 'number' ? error.statusCode : undefined;
}

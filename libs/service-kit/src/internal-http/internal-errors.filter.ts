import { randomUUID } from 'node:crypto';
import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { Refusal, type RefusalCode, type RefusalFacts } from '@rollcall/contracts';
import type { HealthRegistry } from '../health/health-registry.js';
import type { Logger } from '../logging/logger.js';

/** The body of every refused or failed internal call. */
export interface InternalError {
  readonly code: string;
  readonly facts: RefusalFacts;
}

/** Refusals where the request itself is wrong, whatever the state. */
const invalidInput: ReadonlySet<RefusalCode> = new Set([
  'filter-not-supported',
  'search-too-long',
  'too-many-found',
  'dry-run-too-large',
  'invalid-message',
  'user-name-invalid',
  'user-name-upper-case',
  'name-character',
  'user-type-unknown',
  'time-zone-unknown',
  'language-tag-invalid',
  'attribute-invalid',
  'no-target',
  'slug-invalid',
  'setting-invalid',
  'webhook-url-invalid',
  'audit-stream-invalid',
  'expiry-invalid',
]);

/** 404 for what is not found, 422 for a wrong request, 409 for what the state forbids. */
export function statusOfRefusal(code: RefusalCode): number {
  if (code === 'internal') return 500;
  if (code.endsWith('-not-found')) return 404;
  return invalidInput.has(code) ? 422 : 409;
}

const httpCodes: Readonly<Record<number, string>> = {
  401: 'caller-unknown',
  404: 'route-unknown',
  413: 'body-too-large',
  415: 'media-type-unsupported',
};

/** Answers every error of the internal port with `{ code, facts }`: no stack, no SQL, no text of a driver. */
@Catch()
export class InternalErrorsFilter implements ExceptionFilter {
  constructor(
    private readonly logger: Logger,
    private readonly health: Pick<HealthRegistry, 'meansAbsence'>,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    if (host.getType() !== 'http') throw error;
    const reply = host.switchToHttp().getResponse<{ status(code: number): { send(body: InternalError): unknown } }>();
    const { status, body } = this.answer(error);
    reply.status(status).send(body);
  }

  private answer(error: unknown): { status: number; body: InternalError } {
    if (error instanceof Refusal)
      return { status: statusOfRefusal(error.code), body: { code: error.code, facts: error.facts } };
    const status = clientFault(error);
    if (status !== undefined) return { status, body: { code: httpCodes[status] ?? 'request-invalid', facts: {} } };
    if (this.health.meansAbsence(error)) {
      this.logger.warn('an internal call could not be answered: something is away', { error });
      return { status: 503, body: { code: 'unavailable', facts: {} } };
    }
    const id = randomUUID();
    this.logger.error('an internal call failed', { id, error });
    return { status: 500, body: { code: 'internal', facts: { id } } };
  }
}

/** The status of an error of Nest or of Fastify's body parser, if it is a 4xx. */
function clientFault(error: unknown): number | undefined {
  const status = error instanceof HttpException ? error.getStatus() : fastifyStatus(error);
  return status !== undefined && status >= 400 && status < 500 ? status : undefined;
}

function fastifyStatus(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('statusCode' in error)) return undefined;
  return typeof error.statusCode === 'number' ? error.statusCode : undefined;
}

import { Injectable } from '@nestjs/common';
import {
  errorMessage,
  PatchBudget,
  Urns,
  weakETag,
  type BulkEndpoint,
  type BulkOperation,
  type BulkResult,
  type BulkStep,
  type ScimError,
} from '@rollcall/scim';
import type { WouldBeMessage, WouldBeResult } from '@rollcall/contracts';
import type { AccountLimits, DecideTogether } from '@rollcall/gateway-kit';
import type { Logger } from '@rollcall/service-kit';
import type { FastifyRequest } from 'fastify';
import { v7 as uuidv7 } from 'uuid';
import { tokenNotChecked } from '../auth/credential-failures.js';
import type { TokenGuard } from '../auth/token-guard.js';
import { renderScimError, type RenderedScimError } from '../errors/render-scim-error.js';
import type { WouldBeDecisions } from '../clients/would-be-decisions.js';
import type { ReadBulk } from '../http/bulk-body.js';
import { callOf, speakerOf, type WriteRequest } from '../http/request-context.js';
import { recordedRefusal, type RecordedRefusal } from '../request-log/recorded-refusal.js';
import type { RequestRecorder } from '../request-log/request-recorder.js';
import { GroupWrites } from '../routes/group-writes.js';
import { UserWrites } from '../routes/user-writes.js';
import { OperationContext } from './operation-context.js';
import type { Permits } from './bulk-turns.js';
import { foreseeBulk, type ForeseeingRun } from './foresee-bulk.js';
import { runBulk, type BulkRun, type Outcome, type Performing } from './run-bulk.js';

/** How many operations of a bulk request are under way at the same time, where the account has permits for them (rule 24). */
const atOnce = 32;

/** The parts that are no providers. */
export abstract class BulkParts {
  abstract readonly recorder: Pick<RequestRecorder, 'operation'>;
  abstract readonly logger: Logger;
  abstract readonly guard: Pick<TokenGuard, 'assertStillWorks'>;
  abstract readonly limits: Pick<AccountLimits, 'charge' | 'tryEnter' | 'leave'>;
  readonly wouldBe: Pick<WouldBeDecisions, 'ask'>;
  /** Milliseconds for an operation, as for a request of its own. */
  abstract readonly budgetMs: Readonly<Record<BulkEndpoint, number>>;
}

/** What became of a bulk request. */
export interface BulkAnswer {
  readonly results: readonly BulkResult[];
  /** `Retry-After` and `Rollcall-Outcome` of the operations that a client should send again. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Carries out bulk requests: each operation by the code of a request of its own. */
@Injectable()
export class BulkOperations {
  constructor(
    private readonly users: UserWrites,
    private readonly groups: GroupWrites,
    private readonly parts: BulkParts,
  ) {}

  /** Counts in the account's rate as many requests as there are operations. */
  async carryOut(
    request: FastifyRequest,
    { request: bulk, passwords, unstorable }: ReadBulk,
    baseUrl: string,
  ): Promise<BulkAnswer> {
    this.parts.limits.charge(callOf(request).accountId, bulk.operations.length - 1);
    const run = new Run(
      request,
      { ...this.parts, users: this.users, groups: this.groups },
      { baseUrl, passwords, unstorable },
    );
    const results = await (callOf(request).dryRun ? foreseeBulk(bulk, run) : runBulk(bulk, run));
    return { results, headers: run.headers() };
  }
}

interface RunParts extends BulkParts {
  readonly users: UserWrites;
  readonly groups: GroupWrites;
}

/** One bulk request while it is carried out. */
class Run implements BulkRun, ForeseeingRun {
  readonly atOnce = atOnce;
  /** The ids that its operations were given: those of a dry run are nowhere afterwards. */
  private readonly newIds = new Set<string>();
  readonly permits: Permits;
  private readonly patchBudget = PatchBudget.ofBulk();
  /** Of a dry run: what records its operations, by their positions in the request, until it is known which of them would be begun. */
  private readonly recordings = new Map<number, () => void>();
  private retryAfterS = 0;
  private isAnyUnknown = false;
  private tokenRefusal: Error | undefined;

  constructor(
    private readonly request: FastifyRequest,
    private readonly parts: RunParts,
    private readonly of: Pick<ReadBulk, 'passwords' | 'unstorable'> & { readonly baseUrl: string },
  ) {
    const { accountId } = callOf(request);
    this.permits = { take: () => parts.limits.tryEnter(accountId), giveBack: () => parts.limits.leave(accountId) };
  }

  newId(): string {
    const id = uuidv7();
    this.newIds.add(id);
    return id;
  }

  isAbandoned(): boolean {
    return this.request.scim.hold?.signal.aborted === true;
  }

  headers(): Record<string, string> {
    return {
      ...(this.retryAfterS > 0 ? { 'retry-after': String(this.retryAfterS) } : {}),
      ...(this.isAnyUnknown ? { 'rollcall-outcome': 'unknown' } : {}),
    };
  }

  async perform(operation: BulkOperation, { at, newId, isCorrection, decide }: PerformingOne): Promise<Outcome> {
    if (isCorrection) this.parts.limits.charge(callOf(this.request).accountId, 1);
    const password = isCorrection ? undefined : this.of.passwords.get(at);
    const context = new OperationContext(this.request.scim, this.parts.budgetMs[operation.endpoint], {
      password,
      unstorable: this.of.unstorable.get(at),
      decide,
    });
    try {
      await this.assertTokenWorks();
      const { status, resource } = await this.write(operation, this.requestOf(operation, context), newId);
      const id = resource?.id ?? operation.id ?? newId;
      this.record({ at, operation }, context, status);
      return {
        id,
        result: {
          ...methodAndBulkId(operation),
          ...this.found(operation, context, id, resource),
          status: String(status),
        },
      };
    } catch (error) {
      return this.failed({ at, operation }, context, error);
    }
  }

  refuse(step: BulkStep, error: ScimError): Outcome {
    return this.failed(step, new OperationContext(this.request.scim, 0), error);
  }

  ask(endpoint: BulkEndpoint, messages: readonly WouldBeMessage[]): Promise<WouldBeResult[]> {
    return this.parts.wouldBe.ask(endpoint, messages, callOf(this.request));
  }

  count(at: number): void {
    this.recordings.get(at)?.();
  }

  /** The verdict is less than a second old: a token that is revoked meanwhile begins nothing more (rule 19). */
  private async assertTokenWorks(): Promise<void> {
    if (this.tokenRefusal) throw this.tokenRefusal;
    const { headers, scim } = this.request;
    await this.parts.guard.assertStillWorks(headers, scim).catch((error: unknown) => {
      if (error instanceof Error && error !== tokenNotChecked) this.tokenRefusal = error;
      throw error;
    });
  }

  private requestOf({ id, version, data }: BulkOperation, scim: OperationContext): WriteRequest {
    const { 'user-agent': userAgent } = this.request.headers;
    const headers = {
      ...(userAgent === undefined ? {} : { 'user-agent': userAgent }),
      ...(version === undefined ? {} : { 'if-match': version }),
    };
    return { params: { id }, headers, body: data, scim, patchBudget: this.patchBudget };
  }

  /** The statuses are those of requests of their own. */
  private async write({ method, endpoint }: BulkOperation, request: WriteRequest, newId: string): Promise<Written> {
    const { users, groups } = this.parts;
    const isOfUsers = endpoint === '/Users';
    switch (method) {
      case 'POST':
        return {
          status: 201,
          resource: await (isOfUsers ? users.create(request, newId) : groups.push(request, newId)),
        };
      case 'PUT':
        return { status: 200, resource: await (isOfUsers ? users.replace(request) : groups.replace(request)) };
      case 'PATCH':
        if (isOfUsers) return { status: 200, resource: await users.change(request) };
        return { status: 204, resource: await groups.change(request, this.of.baseUrl) };
      case 'DELETE':
        await (isOfUsers ? users.release(request) : groups.delete(request));
        return { status: 204 };
    }
  }

  private failed(step: OfStep, context: OperationContext, error: unknown): Outcome {
    const { operation } = step;
    const rendered = renderScimError(error, context.id, speakerOf(this.request));
    const { status, detail, scimType, headers, outcomeUnknown } = rendered;
    if (status >= 500 || outcomeUnknown) this.log(rendered, context, error);
    this.retryAfterS = Math.max(this.retryAfterS, Number(headers['retry-after'] ?? 0));
    this.isAnyUnknown ||= outcomeUnknown;
    this.record(step, context, status, recordedRefusal(rendered));
    const { id } = 'endpoint' in operation ? operation : {};
    const location = 'endpoint' in operation && id !== undefined ? this.locationOf(operation, id, context) : {};
    const response = errorMessage(status, detail, scimType);
    return {
      isNameTaken: scimType === 'uniqueness',
      result: { ...methodAndBulkId(operation), ...location, status: String(status), response },
    };
  }

  /** Where the resource is found, and in which version; of a dry run, what would change: there is nothing new to be found. */
  private found(operation: BulkOperation, context: OperationContext, id: string, resource: Written['resource']) {
    if (context.dryRun) {
      const { wouldChange } = context.dryRun;
      const location = operation.method === 'POST' ? {} : this.locationOf(operation, id, context);
      return { ...location, ...(wouldChange ? { [Urns.wouldChange]: wouldChange } : {}) };
    }
    return { ...this.locationOf(operation, id, context), ...(resource ? { version: weakETag(resource.version) } : {}) };
  }

  private locationOf({ endpoint }: Pick<BulkOperation, 'endpoint'>, id: string, { dryRun }: OperationContext) {
    if (dryRun && this.newIds.has(id)) return {};
    return { location: `${this.of.baseUrl}${endpoint}/${id}` };
  }

  private record(
    { at, operation }: OfStep,
    context: OperationContext,
    status: number,
    refusal?: RecordedRefusal,
  ): void {
    const { method = 'unknown' } = operation;
    const route = 'endpoint' in operation ? routeOf(operation) : 'unknown';
    const record = () => this.parts.recorder.operation(this.request, { context, method, route, status, refusal });
    if (context.dryRun) this.recordings.set(at, record);
    else record();
  }

  private log({ status, code }: RenderedScimError, { id: requestId }: OperationContext, error: unknown): void {
    const fields = { requestId, bulkRequestId: this.request.scim.id, status, code, error };
    this.parts.logger.error('an operation of a bulk request could not be answered as it should', fields);
  }
}

interface PerformingOne extends Performing {
  /** Of a dry run. */
  readonly decide?: DecideTogether;
}

type OfStep = Pick<BulkStep, 'at' | 'operation'>;

interface Written {
  readonly status: number;
  readonly resource?: { readonly id: string; readonly version: number };
}

const routeOf = ({ endpoint, method }: BulkOperation) => `/scim/v2${endpoint}${method === 'POST' ? '' : '/:id'}`;

function methodAndBulkId({
  method,
  bulkId,
}: {
  readonly method?: string;
  readonly bulkId?: string;
}): Pick<BulkResult, 'method' | 'bulkId'> {
  return { ...(method === undefined ? {} : { method }), ...(bulkId === undefined ? {} : { bulkId }) };
}

import {
  planBulk,
  ScimError,
  withIds,
  type BulkEndpoint,
  type BulkOperation,
  type BulkRequest,
  type BulkResult,
  type BulkStep,
} from '@rollcall/scim';
import { BulkTurns, type Places } from './bulk-turns.js';

/** What became of an operation. */
export interface Outcome {
  readonly result: BulkResult;
  /** The id of the resource that it made or changed; undefined where it failed. */
  readonly id?: string;
  /** It failed because another resource has its name, which an operation before it may be about to free. */
  readonly isNameTaken?: boolean;
}

export interface Performing {
  /** The operation's place in the request. */
  readonly at: number;
  /** The id that is proposed for what it makes. */
  readonly newId: string;
  /** Its data has been taken before, and only its references are put right. */
  readonly isCorrection?: boolean;
}

/** What a run needs of the gateway. */
export interface BulkRun {
  readonly atOnce: number;
  readonly places: Places;
  /** Ids for new resources. */
  newId(): string;
  /** Carries out one operation, which has no references any more. Never rejects. */
  perform(operation: BulkOperation, of: Performing): Promise<Outcome>;
  /** Says no to an operation. */
  refuse(step: BulkStep, error: ScimError): Outcome;
  /** Nobody waits for the answer any more: what has not begun does not begin. */
  isAbandoned(): boolean;
}

/**
 * Carries out a bulk request as its plan says, independent operations side by side (RFC 7644 §3.7).
 * @returns what became of each operation that was begun, in the order of the request
 */
export async function runBulk(request: BulkRequest, run: BulkRun): Promise<BulkResult[]> {
  const outcomes = await new Bulk(request, run).outcomes();
  return outcomes.flatMap((outcome) => (outcome ? [outcome.result] : []));
}

class Bulk {
  private readonly outcomeAt: (Outcome | undefined)[] = [];
  private readonly over: Promise<unknown>[] = [];
  private readonly ended = new Set<number>();
  private readonly proposedIds = new Map<number, string>();
  /** Steps that took the resource of another one to get its proposed id, by the place of the other. */
  private readonly presumedBy = new Map<number, BulkStep[]>();
  private readonly madeAt = new Map<string, number>();
  private readonly turns: BulkTurns;

  constructor(
    private readonly request: BulkRequest,
    private readonly run: BulkRun,
  ) {
    this.turns = new BulkTurns(run.atOnce, run.places, request.failOnErrors);
    for (const [at, { method, bulkId }] of request.operations.entries())
      if (method === 'POST' && bulkId !== undefined) this.madeAt.set(bulkId, at);
  }

  async outcomes(): Promise<readonly (Outcome | undefined)[]> {
    const posts: Record<BulkEndpoint, Promise<unknown>> = { '/Users': Promise.resolve(), '/Groups': Promise.resolve() };
    let allBefore: Promise<unknown> = Promise.resolve();
    for (const [position, step] of planBulk(this.request).entries()) {
      const { at, operation, requires, presumes, after, afterPostsTo } = step;
      for (const each of presumes) this.presume(each, step);
      const before = [...requires, ...after].map((each) => this.over[each]);
      const ready = Promise.all([...before, ...afterPostsTo.map((endpoint) => posts[endpoint])]);
      const earlier = allBefore;
      const over = ready.then(() => this.take(step, position, earlier));
      this.over[at] = over;
      allBefore = Promise.all([allBefore, over]);
      if (operation.method === 'POST' && 'endpoint' in operation)
        posts[operation.endpoint] = Promise.all([posts[operation.endpoint], over]);
    }
    await allBefore;
    return Array.from(this.request.operations, (_, at) => this.outcomeAt[at]);
  }

  private presume(at: number, step: BulkStep): void {
    const steps = this.presumedBy.get(at);
    if (steps) steps.push(step);
    else this.presumedBy.set(at, [step]);
  }

  /** Takes the turn of a step, or lets it pass where nothing more begins. */
  private async take(step: BulkStep, position: number, allBefore: Promise<unknown>): Promise<void> {
    if (!(await this.turns.turn(position))) return this.end(step.at);
    let outcome = this.run.isAbandoned() ? undefined : await this.perform(step);
    if (outcome?.isNameTaken && !this.turns.isAlone(position)) {
      this.turns.leave();
      await allBefore;
      await this.turns.turn(position); // true as before: no more can have failed than could
      outcome = await this.perform(step);
    }
    await this.end(step.at, outcome);
    this.turns.over(position, outcome?.id === undefined ? 'failed' : 'succeeded');
  }

  private async perform(step: BulkStep): Promise<Outcome> {
    const { at, operation, refusal } = step;
    if ('refusal' in operation) return this.run.refuse(step, operation.refusal);
    if (refusal) return this.run.refuse(step, refusal);
    const missing = step.requires.some((each) => this.outcomeAt[each]?.id === undefined);
    if (missing) return this.run.refuse(step, neededFailed);
    return this.run.perform(this.withIdsOf(operation), { at, newId: this.proposedId(at) });
  }

  private withIdsOf(operation: BulkOperation): BulkOperation {
    return withIds(operation, (bulkId) => {
      const at = this.madeAt.get(bulkId) ?? -1; // the plan has refused what refers to nothing
      return this.ended.has(at) ? (this.outcomeAt[at]?.id ?? '') : this.proposedId(at);
    });
  }

  private proposedId(at: number): string {
    const id = this.proposedIds.get(at) ?? this.run.newId();
    this.proposedIds.set(at, id);
    return id;
  }

  /**
   * Keeps what became of an operation. A person who existed already has another id than the proposed one, and one who
   * is refused has none: whoever took the proposed one for it gets the right reference, or none, by a PUT of the same
   * data.
   */
  private async end(at: number, outcome?: Outcome): Promise<void> {
    this.outcomeAt[at] = outcome;
    this.ended.add(at);
    if (outcome?.id === this.proposedIds.get(at)) return;
    for (const { at: other, operation } of this.presumedBy.get(at) ?? []) {
      const before = this.outcomeAt[other];
      if (before?.id === undefined || 'refusal' in operation) continue;
      const put: BulkOperation = { ...this.withIdsOf(operation), method: 'PUT', id: before.id };
      const { result, ...rest } = await this.run.perform(put, { at: other, newId: before.id, isCorrection: true });
      const status = result.response ? result.status : before.result.status;
      this.outcomeAt[other] = { ...rest, result: { ...result, method: 'POST', status } };
    }
  }
}

const neededFailed = new ScimError(
  409,
  'The operation refers to another one of the request, which failed. Nothing was changed by this one: send it again when the other has succeeded.',
);

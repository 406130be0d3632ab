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
import { Slices } from '@rollcall/service-kit';
import { BulkTurns, type Permits } from './bulk-turns.js';

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
  readonly permits: Permits;
  /** Ids for new resources. */
  newId(): string;
  /** Carries out one operation, which has no references any more. Never rejects. */
  perform(operation: BulkOperation, of: Performing): Promise<Outcome>;
  /** Says no to an operation. */
  refuse(step: BulkStep, error: ScimError): Outcome;
  /** No client waits for the answer any more: what has not begun does not begin. */
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

/** A step that took resources of others to get their proposed ids: it is put right, once, when all of them are over. */
interface Presumer {
  readonly step: BulkStep;
  readonly position: number;
  /** How many of them, and of itself, are not over. */
  open: number;
}

class Bulk {
  private readonly outcomeAt: (Outcome | undefined)[] = [];
  private readonly over: Promise<unknown>[] = [];
  private readonly ended = new Set<number>();
  private readonly proposedIds = new Map<number, string>();
  /** Who waits for an operation before it can be put right, by the operation's place. */
  private readonly presumersOf = new Map<number, Presumer[]>();
  private readonly madeAt = new Map<string, number>();
  private readonly turns: BulkTurns;
  private readonly slices = new Slices();

  constructor(
    private readonly request: BulkRequest,
    private readonly run: BulkRun,
  ) {
    this.turns = new BulkTurns(run.atOnce, run.permits, request.failOnErrors);
    for (const [at, { method, bulkId }] of request.operations.entries())
      if (method === 'POST' && bulkId !== undefined) this.madeAt.set(bulkId, at);
  }

  async outcomes(): Promise<readonly (Outcome | undefined)[]> {
    const posts: Record<BulkEndpoint, Promise<unknown>> = { '/Users': Promise.resolve(), '/Groups': Promise.resolve() };
    let allBefore: Promise<unknown> = Promise.resolve();
    const plan = planBulk(this.request);
    const positions = new Map(plan.map(({ at }, position) => [at, position]));
    for (const [position, step] of plan.entries()) {
      const { at, operation, requires, presumes, after, afterPostsTo } = step;
      if (presumes.length > 0) {
        this.presume(step, position);
        this.turns.canFailUntil(position, Math.max(...presumes.map((each) => positions.get(each) ?? position)));
      }
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

  private presume(step: BulkStep, position: number): void {
    const waitsFor = new Set([step.at, ...step.presumes]);
    const presumer = { step, position, open: waitsFor.size };
    for (const each of waitsFor) {
      const presumers = this.presumersOf.get(each);
      if (presumers) presumers.push(presumer);
      else this.presumersOf.set(each, [presumer]);
    }
  }

  /** Takes the turn of a step, or lets it pass where nothing more begins. */
  private async take(step: BulkStep, position: number, allBefore: Promise<unknown>): Promise<void> {
    if (!(await this.turns.turn(position))) return this.end(step.at);
    await this.slices.next(); // a thousand refusals wait for nothing
    let outcome = this.run.isAbandoned() ? undefined : await this.perform(step);
    if (outcome?.isNameTaken && !this.turns.isAlone(position)) {
      this.turns.leave();
      await allBefore;
      await this.turns.turn(position); // true as before: no more can have failed than could
      outcome = await this.perform(step);
    }
    await this.end(step.at, outcome);
    this.turns.over(position, this.kindOf(step.at));
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

  /** Keeps what became of an operation, and puts those right who waited for it alone. */
  private async end(at: number, outcome?: Outcome): Promise<void> {
    this.outcomeAt[at] = outcome;
    this.ended.add(at);
    for (const presumer of this.presumersOf.get(at) ?? []) {
      presumer.open -= 1;
      if (presumer.open > 0) continue;
      await this.correct(presumer.step);
      this.turns.noteFinalOutcome(presumer.position, this.kindOf(presumer.step.at));
    }
  }

  /**
   * A person who existed already has another id than the proposed one, and one who is refused has none: whoever took the
   * proposed one for it gets the right reference, or none, by a PUT of the same data.
   */
  private async correct({ at, operation, presumes }: BulkStep): Promise<void> {
    const made = this.outcomeAt[at];
    if (made?.id === undefined || 'refusal' in operation || this.run.isAbandoned()) return;
    if (presumes.every((each) => this.outcomeAt[each]?.id === this.proposedIds.get(each))) return;
    const put: BulkOperation = { ...this.withIdsOf(operation), method: 'PUT', id: made.id };
    const { result } = await this.run.perform(put, { at, newId: made.id, isCorrection: true });
    const { response } = result;
    const failure = response
      ? { status: result.status, response: { ...response, detail: `${referenceMissing} ${response.detail}` } }
      : { status: made.result.status };
    this.outcomeAt[at] = { id: made.id, result: { ...result, method: 'POST', ...failure } };
  }

  private kindOf(at: number): 'succeeded' | 'failed' {
    const outcome = this.outcomeAt[at];
    return outcome?.id === undefined || outcome.result.response ? 'failed' : 'succeeded';
  }
}

const referenceMissing = 'The resource was made, but a reference to another one of the request is missing.';

/** The answer to what refers to an operation that failed. */
export const neededFailed = new ScimError(
  409,
  'The operation refers to another one of the request, which failed. Nothing was changed by this one: send it again when the other has succeeded.',
);

import { UserEvents, type WouldBeMessage, type WouldBeResult } from '@rollcall/contracts';
import type { DecideTogether } from '@rollcall/gateway-kit';
import {
  planBulk,
  withIds,
  type BulkEndpoint,
  type BulkOperation,
  type BulkRequest,
  type BulkResult,
  type BulkStep,
} from '@rollcall/scim';
import { inSlices, yieldToEventLoop } from '@rollcall/service-kit';
import { neededFailed, type BulkRun, type Outcome, type Performing } from './run-bulk.js';
import { Together, type WouldBeEvent } from './together.js';

/** What a dry run of a bulk request needs of the gateway. */
export interface ForeseeingRun extends Pick<BulkRun, 'newId' | 'refuse'> {
  /** Has one operation decided beside the others. Never rejects. */
  perform(operation: BulkOperation, of: Performing & { readonly decide: DecideTogether }): Promise<Outcome>;
  /** Asks the owner what commands would do one after the other, and events that it follows between them. */
  ask(endpoint: BulkEndpoint, messages: readonly WouldBeMessage[]): Promise<WouldBeResult[]>;
  /** An operation is part of the answer: `failOnErrors` has not ended the request before it. */
  count(at: number): void;
}

/** Operations that are read without letting others go first. */
const atOnce = 16;

/** What team-service must know of people whom the same request makes, brings back or lets go. */
const followed: ReadonlySet<string> = new Set(
  (['created', 'adopted', 'restored', 'deactivated', 'reactivated', 'reassigned', 'released'] as const).map(
    (name) => UserEvents[name].type,
  ),
);

/**
 * Says what a bulk request would do, each operation after those before it (rule 26, ADR 0072): the commands about people are decided
 * together by their owner, and then, with the events that those would raise, the commands about groups.
 * @returns what would become of each operation that would be begun, in the order of the request
 */
export async function foreseeBulk(request: BulkRequest, run: ForeseeingRun): Promise<BulkResult[]> {
  const outcomes = await new Foreseen(request, run).outcomes();
  return outcomes.flatMap((outcome) => (outcome ? [outcome.result] : []));
}

interface Placed {
  readonly step: BulkStep;
  readonly position: number;
}

class Foreseen {
  private readonly plan: readonly Placed[];
  private readonly outcomeAt: (Outcome | undefined)[] = [];
  private readonly proposedIds: readonly string[];
  private readonly madeAt = new Map<string, number>();
  private readonly positionOf: ReadonlyMap<number, number>;

  constructor(
    private readonly request: BulkRequest,
    private readonly run: ForeseeingRun,
  ) {
    this.plan = planBulk(request).map((step, position) => ({ step, position }));
    this.positionOf = new Map(this.plan.map(({ step, position }) => [step.at, position]));
    this.proposedIds = request.operations.map(() => run.newId());
    for (const [at, { method, bulkId }] of request.operations.entries())
      if (method === 'POST' && bulkId !== undefined) this.madeAt.set(bulkId, at);
  }

  async outcomes(): Promise<readonly (Outcome | undefined)[]> {
    const isOfGroups = ({ step: { operation } }: Placed) => 'endpoint' in operation && operation.endpoint === '/Groups';
    const ofPeople = this.plan.filter((each) => !isOfGroups(each));
    const events = await this.decide('/Users', ofPeople, []);
    await this.decide('/Groups', this.plan.filter(isOfGroups), events);
    for (const { step } of ofPeople) if (this.isMissing(step)) this.refuse(step); // what refers to a group
    return inSlices(this.asBegun());
  }

  /** @returns the events that the operations would raise */
  private async decide(
    endpoint: BulkEndpoint,
    steps: readonly Placed[],
    before: readonly WouldBeEvent[],
  ): Promise<WouldBeEvent[]> {
    const together = new Together({
      operations: steps.length,
      before,
      ask: (messages) => this.run.ask(endpoint, messages),
      neededFailed,
    });
    const all = [];
    for (const [count, placed] of steps.entries()) {
      if (count % atOnce === 0) await yieldToEventLoop();
      const over = this.perform(placed, together).then((outcome) => {
        this.outcomeAt[placed.step.at] = outcome;
        together.end(placed.position);
      });
      all.push(over);
    }
    await Promise.all(all);
    return together.events.filter(({ event }) => event.version !== undefined && followed.has(event.type));
  }

  private async perform({ step, position }: Placed, together: Together): Promise<Outcome> {
    const { at, operation, refusal } = step;
    if ('refusal' in operation) return this.run.refuse(step, operation.refusal);
    if (refusal) return this.run.refuse(step, refusal);
    if (this.isMissing(step)) return this.run.refuse(step, neededFailed);
    const requires = step.requires
      .filter((each) => this.endpointAt(each) === operation.endpoint)
      .map((each) => this.positionOf.get(each) ?? -1);
    const decide: DecideTogether = (definition, payload) => together.decide(position, requires, definition, payload);
    return this.run.perform(this.withIdsOf(operation), { at, newId: this.proposedIds[at] ?? '', decide });
  }

  /** Whether something that it refers to is known to have been refused. */
  private isMissing({ requires }: BulkStep): boolean {
    return requires.some((each) => {
      const outcome = this.outcomeAt[each];
      return outcome !== undefined && outcome.id === undefined;
    });
  }

  private refuse(step: BulkStep): void {
    if (this.outcomeAt[step.at]?.id !== undefined) this.outcomeAt[step.at] = this.run.refuse(step, neededFailed);
  }

  private endpointAt(at: number): BulkEndpoint | undefined {
    const operation = this.request.operations[at];
    return operation && 'endpoint' in operation ? operation.endpoint : undefined;
  }

  /** What is not decided yet has its proposed id: the owner puts the real one in its place. */
  private withIdsOf(operation: BulkOperation): BulkOperation {
    return withIds(operation, (bulkId) => {
      const at = this.madeAt.get(bulkId) ?? -1; // the plan has refused what refers to nothing
      return this.outcomeAt[at]?.id ?? this.proposedIds[at] ?? '';
    });
  }

  /** Without what would not be begun any more (RFC 7644 §3.7). */
  private *asBegun(): Generator<undefined, readonly (Outcome | undefined)[]> {
    const { operations, failOnErrors = Number.POSITIVE_INFINITY } = this.request;
    const begun: (Outcome | undefined)[] = operations.map(() => undefined);
    let failed = 0;
    for (const { step } of this.plan) {
      if (failed >= failOnErrors) break;
      const outcome = this.outcomeAt[step.at];
      begun[step.at] = outcome;
      this.run.count(step.at);
      if (outcome?.id === undefined) failed += 1;
      yield; // a record is written for each
    }
    return begun;
  }
}

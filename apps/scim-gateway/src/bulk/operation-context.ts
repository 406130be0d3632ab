import { DryRun, type DecideTogether, type Secret } from '@rollcall/gateway-kit';
import type { ScimError } from '@rollcall/scim';
import { v7 as uuidv7 } from 'uuid';
import type { ScimRequestContext, WriteContext } from '../http/request-context.js';

interface OfOperation {
  readonly password?: Secret | undefined;
  readonly unstorable?: ScimError | undefined;
  readonly decide?: DecideTogether | undefined;
}

/** What is known about one operation of a bulk request. Its id is its command's, and the correlation id of what it causes. */
export class OperationContext implements WriteContext {
  readonly id: string = uuidv7();
  readonly password?: Secret;
  readonly unstorable: ScimError | undefined;
  resourceId?: string;
  /** Each operation says for itself what it would change. */
  readonly dryRun: DryRun | undefined;
  private readonly began = performance.now();

  /**
   * @param budgetMs what a request of its own would have; the bulk request's may end before
   * @param decide of a dry run
   */
  constructor(
    private readonly bulk: ScimRequestContext,
    private readonly budgetMs: number,
    { password, unstorable, decide }: OfOperation = {},
  ) {
    if (password) this.password = password;
    this.unstorable = unstorable;
    this.dryRun = bulk.dryRun && new DryRun(decide);
  }

  get caller() {
    return this.bulk.caller;
  }

  get traceparent(): string {
    return this.bulk.traceparent;
  }

  get elapsedMs(): number {
    return performance.now() - this.began;
  }

  get leftMs(): number {
    return Math.max(0, Math.min(this.bulk.leftMs, this.budgetMs - this.elapsedMs));
  }
}

import type { Instance } from '../arena/instance.ts';
import type { Ledger, Outcome } from './ledger.ts';
import type { Subject } from './person.ts';
import type { Answer, Method, ScimClient } from './scim-client.ts';

/** An answer, and what it says about the outcome. */
export interface Judged extends Answer {
  readonly outcome: Outcome;
}

/** A request or command by the id that its events name. */
interface Identified {
  readonly requestId: string | undefined;
}

export interface ScimRequest {
  readonly operation: string;
  readonly method: Method;
  readonly path: string;
  readonly body?: object;
  /** Longest that the answer may take; without it the budget of a request about people. */
  readonly budgetMs?: number;
}

/** Budget of a request about people. */
export const userBudgetMs = 10_000;

/** Sends requests for the load, enters their outcomes in the ledger, and holds each answer against what every answer must be. */
export class RequestSender {
  private readonly ledger: Ledger;
  private readonly slackMs: number;
  private readonly tokens: ReadonlyMap<string, string>;
  private readonly instances: ReadonlyMap<string, Instance>;

  /** `slackMs`: what a busy machine may add to a budget. */
  constructor(ledger: Ledger, tokens: ReadonlyMap<string, string>, gateways: readonly Instance[], slackMs: number) {
    this.ledger = ledger;
    this.tokens = tokens;
    this.slackMs = slackMs;
    this.instances = new Map(gateways.map((each) => [each.name, each]));
  }

  async send(client: ScimClient, about: Subject, request: ScimRequest): Promise<Judged> {
    const { ledger } = this;
    const { operation, method, path, body, budgetMs = userBudgetMs } = request;
    const began = Date.now();
    const answer = await client.send(this.tokens.get(about.account) ?? '', method, path, body);
    const outcome = outcomeOf(answer);
    const { requestId, status } = answer;
    if (requestId !== undefined) {
      const { account } = about;
      ledger.answered.set(requestId, { status, account, began, ended: Date.now() });
    }
    ledger.count(operation, outcome);
    ledger.slowest.set(budgetMs, Math.max(ledger.slowest.get(budgetMs) ?? 0, answer.tookMs));
    this.judge(client, operation, answer, began, budgetMs);
    if (method === 'GET') return { ...answer, outcome };
    const what = `${operation} of ${String(about)}`;
    if (requestId !== undefined) ledger.changes.set(requestId, { what, outcome, certain: false });
    // By then the service refuses the command, if it has not begun.
    if (outcome === 'unknown') about.pausedUntil = began + budgetMs;
    return { ...answer, outcome };
  }

  /** The acknowledged change cannot have found things as it wanted them. */
  markCertain({ requestId = '' }: Identified): void {
    const change = this.ledger.changes.get(requestId);
    if (change) change.certain = true;
  }

  /** The 409 promises that what was asked for is kept: a proposal that waits, a leaver who is held. */
  markKept({ requestId = '' }: Identified): void {
    const change = this.ledger.changes.get(requestId);
    if (change) change.outcome = 'acknowledged';
  }

  /** Never a hang, never a 5xx, and a 429 says when to come again. */
  private judge(client: ScimClient, operation: string, answer: Answer, began: number, budgetMs: number): void {
    const { ledger } = this;
    const at = `${operation} at ${client.gateway}`;
    const { status, tookMs, body, requestId, retryAfter } = answer;
    const said = `${status} ${JSON.stringify(body)}`;
    const id = `request ${requestId ?? 'without an id'}`;
    const wasAway = status === 0 && this.instances.get(client.gateway)?.awaySince(began) === true;
    if (tookMs > budgetMs + this.slackMs && !wasAway)
      ledger.violated('budget', `${at} took ${Math.round(tookMs)} ms (${said}, ${id})`);
    if (status >= 500) ledger.violated('5xx', `${at}: ${said}, ${id}`);
    if (status === 429 && !/^[1-9]\d*$/.test(retryAfter ?? '')) {
      ledger.violated('429', `${at}: Retry-After is ${retryAfter ?? 'absent'}`);
    }
    const unexpected = status >= 400 && status < 500 && ![404, 409, 429].includes(status);
    if (unexpected) ledger.violated('4xx', `${at}: ${said}, ${id}`);
    if (status === 0 && !wasAway) {
      ledger.violated('hang-up', `${at}: no answer from a gateway that lives (${answer.failure ?? 'no reason'})`);
    }
  }
}

/** Only a 2xx is a promise that it happened; only a 4xx without the mark one that it did not. */
function outcomeOf({ status, outcomeUnknown }: Answer): Outcome {
  if (status >= 200 && status < 300) return 'acknowledged';
  return status === 0 || status >= 500 || outcomeUnknown ? 'unknown' : 'refused';
}

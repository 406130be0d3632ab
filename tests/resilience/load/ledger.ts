import type { Answered } from '../checks/audit-log.ts';
import type { Leaver } from './leaver.ts';
import type { Person, Team } from './person.ts';
import type { ReviewedTeam } from './reviewed-team.ts';

/** How a request ended, for whoever sent it. */
export type Outcome = 'acknowledged' | 'refused' | 'unknown';

/** A broken promise, with what is needed to look into it. */
export interface Violation {
  readonly invariant: string;
  readonly what: string;
}

export type Count = Record<Outcome, number>;

/** What became of one request that was to change something. */
export interface Change {
  readonly what: string;
  outcome: Outcome;
  /** It cannot have found things as they were to be: it must have left an event. */
  certain: boolean;
}

const maxViolations = 100;

/** What was asked for and what was answered, of a whole run. */
export class Ledger {
  readonly people: Person[] = [];
  readonly teams: Team[] = [];
  /** Teams whose takeovers wait for an admin. */
  readonly reviewed: ReviewedTeam[] = [];
  /** People of an account with a brake on leavers, who are among `people` too. */
  readonly leavers: Leaver[] = [];
  /** Accounts in which nobody keeps a record of what is asked for, by slug. */
  readonly unrecorded = new Set<string>();
  readonly violations: Violation[] = [];
  readonly counts = new Map<string, Count>();
  /** By `X-Request-Id`, which is the id of its command. */
  readonly changes = new Map<string, Change>();
  /** Every answer that came from a gateway, by `X-Request-Id`. */
  readonly answered = new Map<string, Answered>();
  /** Names under which teams were asked for, and what came of it. */
  readonly teamNames = new Map<string, Outcome>();
  /** The slowest answer to requests of each budget, both in milliseconds. */
  readonly slowest = new Map<number, number>();
  private readonly onViolation: (violation: Violation) => void;

  /** `onViolation` is told each at once. */
  constructor(onViolation: (violation: Violation) => void = () => undefined) {
    this.onViolation = onViolation;
  }

  count(operation: string, outcome: Outcome): void {
    const count = this.counts.get(operation) ?? { acknowledged: 0, refused: 0, unknown: 0 };
    count[outcome] += 1;
    this.counts.set(operation, count);
  }

  violated(invariant: string, what: string): void {
    // The first hundred tell enough; a broken build would fill the memory with the rest.
    if (this.violations.length >= maxViolations) return;
    this.violations.push({ invariant, what });
    this.onViolation({ invariant, what });
  }

  get total(): Count {
    const total = { acknowledged: 0, refused: 0, unknown: 0 };
    for (const count of this.counts.values()) {
      for (const outcome of ['acknowledged', 'refused', 'unknown'] as const) total[outcome] += count[outcome];
    }
    return total;
  }
}

import { newTeam, textOf, type ModelTeam } from './takeover-model.ts';
import type { Subject } from './person.ts';

/** What the ledger knows of a team whose takeovers wait for an admin. */
export class ReviewedTeam implements Subject {
  readonly account: string;
  readonly id: string;
  readonly displayName: string;
  /** As it is; or, after a request of which nobody knows, as it was or as it was to be. Never something between. */
  private states: readonly ModelTeam[] = [newTeam];
  pausedUntil = 0;
  busy = false;

  constructor(account: string, id: string, displayName: string) {
    this.account = account;
    this.id = id;
    this.displayName = displayName;
  }

  /** The state, where only one is possible. */
  get known(): ModelTeam | undefined {
    return this.states.length === 1 ? this.states[0] : undefined;
  }

  acknowledge(state: ModelTeam): void {
    this.states = [state];
  }

  perhaps(state: ModelTeam): void {
    this.states = [...this.states, state];
  }

  /** Takes what was found for true; false where that cannot be. */
  settle(found: ModelTeam): boolean {
    const is = this.states.find((state) => textOf(state) === textOf(found));
    if (is) this.states = [is];
    return is !== undefined;
  }

  /** What it may be, in words. */
  get expected(): string {
    return this.states.map(textOf).join(', or ');
  }

  toString(): string {
    return `${this.account}/reviewed team ${this.id}`;
  }
}

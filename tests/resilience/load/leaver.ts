import type { LeaverState } from '@rollcall/contracts';
import type { Person } from './person.ts';
import { Possible } from './possible.ts';

/** What the ledger knows of a person in an account with a brake on leavers. */
export class Leaver {
  readonly person: Person;
  /** On the brake's list, or not. */
  readonly held = new Possible<LeaverState | 'not'>('not');

  constructor(person: Person) {
    this.person = person;
  }

  /** The directory's word was taken: the person is so, and not held. */
  is(active: boolean): void {
    this.person.active.acknowledge(active);
    this.held.acknowledge('not');
  }

  /** An admin has approved: the person leaves within seconds, unless the directory sends her as active first. */
  approve(): void {
    this.held.acknowledge('approved');
    this.person.active.acknowledge(true);
    this.person.active.perhaps(false);
  }

  /** Perhaps an admin has approved, and the person leaves. */
  perhapsApproved(): void {
    this.held.perhaps('approved');
    this.person.active.perhaps(false);
  }

  /** Whether a row of the list, and a person who is active or not, fit what was answered. `at`: the end, when nobody is about to leave. */
  allows(row: LeaverState | 'not', active: boolean): boolean {
    if (row !== 'not') return active && this.held.allows(row);
    if (this.held.known === 'approved') return !active;
    if (this.held.known === 'held' || this.held.known === 'declined') return false;
    return this.person.active.allows(active);
  }

  toString(): string {
    return `${String(this.person)}, ${String(this.held)}`;
  }
}

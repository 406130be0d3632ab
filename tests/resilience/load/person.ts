import { Possible } from './possible.ts';

/** Whoever requests are about: one request at a time is under way for each. */
export interface Subject {
  readonly account: string;
  /** Nobody asks before this moment (epoch milliseconds): what is not known is decided by then. */
  pausedUntil: number;
  busy: boolean;
  toString(): string;
}

/** What the ledger knows of one person of one account. */
export class Person implements Subject {
  readonly account: string;
  readonly userName: string;
  /** As the answers gave it; undefined before somebody was created. */
  id: string | undefined;
  /** The directory has assigned the person, and not taken away. */
  readonly present = new Possible(false);
  /** The number that is in title and displayName: both are always written together. */
  readonly profile = new Possible(0);
  readonly active = new Possible(true);
  /** The number in the password; 0 before one was set. */
  readonly password = new Possible(0);
  /** Was taken away, or perhaps. Whoever was, is not put into teams any more: the teams learn of it by an event, later. */
  released = false;
  pausedUntil = 0;
  busy = false;
  private counter = 0;

  constructor(account: string, userName: string) {
    this.account = account;
    this.userName = userName;
  }

  nextNumber(): number {
    this.counter += 1;
    return this.counter;
  }

  toString(): string {
    return `${this.account}/${this.userName} (${this.id ?? 'no id'})`;
  }
}

/** What the ledger knows of one team. */
export class Team implements Subject {
  readonly account: string;
  readonly id: string;
  readonly ownedBy: 'directory' | 'workspace';
  /** Which of the teams that were asked for: its names carry it. */
  readonly number: number;
  /** The number at the end of its name. */
  readonly name = new Possible(0);
  /** Who is in it, by user id: of a directory-owned team the roster, of a workspace-owned one the memberships. */
  readonly members = new Map<string, Possible<boolean>>();
  pausedUntil = 0;
  busy = false;
  private counter = 0;

  constructor(account: string, id: string, ownedBy: Team['ownedBy'], number: number) {
    this.account = account;
    this.id = id;
    this.ownedBy = ownedBy;
    this.number = number;
  }

  placeOf(userId: string): Possible<boolean> {
    const place = this.members.get(userId) ?? new Possible(false);
    this.members.set(userId, place);
    return place;
  }

  nextName(): number {
    this.counter += 1;
    return this.counter;
  }

  toString(): string {
    return `${this.account}/team ${this.id}`;
  }
}

/** Title and display name that carry a number, so that half a change shows. */
export const titleOf = (n: number) => `Surveyor ${n}`;
export const displayNameOf = (n: number) => `Ann Lee ${n}`;
export const numberIn = (text: string | undefined) => Number(/ (\d+)$/.exec(text ?? '')?.[1] ?? Number.NaN);

/** In every password: found anywhere but in this process's memory, it is a leak. */
export const canary = 'Canary-7f3a';

/** Fits every rule for passwords, and carries the canary. */
export const passwordOf = (n: number) => `${canary}-${n}-Xy9`;

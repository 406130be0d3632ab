import type { Actor, Leaving, LeaverState } from '@rollcall/contracts';

/** A person whom the brake keeps active although the directory has said that the person leaves (rule 27). */
export interface Leaver {
  readonly accountId: string;
  readonly userId: string;
  readonly state: LeaverState;
  /** What the directory asked for; a DELETE outweighs `active: false`. */
  readonly leaving: Leaving;
  /** The token by which it said so last. */
  readonly tokenId: string;
  /** RFC 3339: when it said so first, and last. */
  readonly firstAt: string;
  readonly lastAt: string;
  /** How often it said so. */
  readonly times: number;
  readonly decided?: LeaverDecision;
}

/** Who decided about a leaver, and when. */
export interface LeaverDecision {
  readonly actor: Actor;
  readonly at: string;
}

/** What the brake of an account has counted, under the lock of the account's row. */
export interface BrakeCounts {
  /** People whom the directory has made inactive, or deleted, within the last ten minutes. */
  readonly left: number;
  /**
   * Active people of the directory, and those who left within the ten minutes; absent where so few have left that it does not
   * matter.
   */
  readonly people?: number;
  /** How many are held. */
  readonly held: number;
  /** RFC 3339. Until then nobody new is held: an admin has approved all who were. */
  readonly passesUntil?: string;
}

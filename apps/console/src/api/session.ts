import { Listeners } from './listeners';

/** Whether this browser's session works, as far as the page knows. */
export type SessionState = 'unknown' | 'signed-in' | 'ended';

/** Who is signed in. */
export interface Who {
  readonly accountId: string;
  readonly userId: string;
}

let state: SessionState = 'unknown';
let why: string | undefined;
let who: Who | undefined;
let settled: Promise<unknown> = Promise.resolve();
const listeners = new Listeners();

function become(next: SessionState, because?: string): void {
  if (state === next) return;
  state = next;
  why = because;
  listeners.tell();
}

function explain(because: string): void {
  why = because;
  listeners.tell();
}

/** The session of this page; its cookie is out of reach for scripts, and the same for all tabs. */
export const session = {
  get state() {
    return state;
  },
  /** Why the server ended it, where it said so. */
  get why() {
    return why;
  },
  /**
   * The API has said who is signed in.
   * @returns false where that is not who this page was made for: somebody else has signed in in another tab
   */
  began: (now: Who): boolean => {
    if (who && (who.accountId !== now.accountId || who.userId !== now.userId)) return false;
    who = now;
    become('signed-in');
    return true;
  },
  /** An answer said 401. A page that was signed in asks for the password over what is shown; others lead to the sign-in. */
  ended: (because?: string) => {
    if (state === 'signed-in') become('ended', because);
    else if (state === 'ended' && because) explain(because);
  },
  /** The page is of nobody any more: whoever signs in next may be somebody else. */
  signedOut: () => {
    who = undefined;
    become('unknown');
  },
  /** Until it is known who is signed in, nothing is written: it could go to another account. */
  settling: (known: Promise<unknown>) => {
    settled = known.catch(() => undefined);
  },
  get settled() {
    return settled;
  },
  subscribe: listeners.subscribe,
};

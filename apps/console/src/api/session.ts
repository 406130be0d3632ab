/** Whether this browser's session works, as far as the page knows. */
export type SessionState = 'unknown' | 'signed-in' | 'ended';

let state: SessionState = 'unknown';
let why: string | undefined;
const listeners = new Set<() => void>();

function become(next: SessionState, because?: string): void {
  if (state === next) return;
  state = next;
  why = because;
  for (const listener of listeners) listener();
}

/** The session of this page; its cookie is out of reach for scripts. */
export const session = {
  get state() {
    return state;
  },
  /** Why the server ended it, where it said so. */
  get why() {
    return why;
  },
  began: () => become('signed-in'),
  /** An answer said 401. A page that was signed in asks for the password over what is shown; others lead to the sign-in. */
  ended: (because?: string) => {
    if (state === 'signed-in') become('ended', because);
  },
  signedOut: () => become('unknown'),
  subscribe: (listener: () => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  },
};

import type { RefusalFacts } from '@rollcall/contracts';

const takeoverStates: Readonly<Record<string, string>> = {
  waiting: 'has not happened, and waits for an admin',
  allowed: 'was allowed, and has not happened yet',
  declined: 'was declined',
  done: 'has happened already, or the team has been taken over again since',
  undone: 'was undone',
};

/** What has become of a takeover, as a part of a sentence. */
export function takeoverState(state: RefusalFacts[string] | undefined): string {
  return takeoverStates[String(state)] ?? 'has changed since';
}

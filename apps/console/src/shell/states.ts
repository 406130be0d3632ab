import type { ProvisioningState } from '../api/generated/types.gen';
import type { Tone } from '../parts/state';

const severities = { error: 'danger', warning: 'warn', info: 'neutral' } as const;
const ways = {
  'no-token': '/provisioning',
  'token-died': '/provisioning',
  'dead-token-used': '/provisioning',
  'token-ends-soon': '/provisioning',
  paused: '/reconciler',
  'report-only': '/reconciler',
  contended: '/reconciler',
  'held-runs': '/reconciler',
  'held-leavers': '/leavers',
  'takeovers-waiting': '/takeovers',
  'audit-stream-failing': '/settings',
} as const;

export type StateCode = keyof typeof ways;

interface Way {
  readonly tone: Tone;
  /** The page where something can be done about it; none for states of later versions. */
  readonly to: (typeof ways)[StateCode] | undefined;
  /** Whether another token helps. */
  readonly isAboutTokens: boolean;
}

/** How a state of provisioning is shown, and where somebody does something about it. */
export function wayOf({ code, severity }: Pick<ProvisioningState, 'code' | 'severity'>): Way {
  const to = isKnown(code) ? ways[code] : undefined;
  const isHeld = code.startsWith('held-') || waitsForAdmin(code);
  return { tone: isHeld ? 'held' : severities[severity], to, isAboutTokens: to === '/provisioning' };
}

/** States of which the page that they lead to shows each thing that waits. */
const waitingCodes = ['held-leavers', 'held-runs', 'takeovers-waiting'] as const;
export type WaitingCode = (typeof waitingCodes)[number];
export const waitsForAdmin = (code: string): code is WaitingCode => waitingCodes.some((waiting) => waiting === code);

/** The page where an admin decides about it. */
export const decidedAt = (code: WaitingCode) => ways[code];

const isKnown = (code: string): code is StateCode => Object.hasOwn(ways, code);

/**
 * What stands above every page: all that is grave, the gravest first. What is only to be known is on its own page. The page of
 * provisioning shows every state itself, and what waits is shown where it is decided.
 * @param path of the page, without that of the console
 */
export function graveStates(states: readonly ProvisioningState[], path: string): readonly ProvisioningState[] {
  if (path === '/provisioning') return [];
  return states.filter(
    (state) => state.severity !== 'info' && !(waitsForAdmin(state.code) && wayOf(state).to === path),
  );
}

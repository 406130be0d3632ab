import { deathOf, tokenStates, type RefusalFacts } from '@rollcall/contracts';
import { row } from './problem-row.js';

/** Why an audit token opens nothing, and why nothing is proved. */
export const auditProblems = {
  'audit-not-signed': row(
    429,
    'Nothing signed yet',
    'Nothing was signed of this log yet: ask again ten seconds after its first entry.',
    10,
  ),
  'audit-token-refused': row(
    401,
    'Token works no more',
    (facts) => `${whyOf(facts)}. An admin of the account generates a new one: POST /api/audit/tokens.`,
  ),
  'audit-token-elsewhere': row(
    403,
    'For the audit log only',
    'An audit token reads the audit log (GET /api/audit/…), and opens nothing else.',
  ),
} as const;

function whyOf({ why, since }: RefusalFacts): string {
  if (why === 'unknown') return 'This audit token is not known, or not all of it was sent';
  const state = tokenStates.find((each) => each === why) ?? 'revoked';
  return `This audit token ${deathOf({ state })}${typeof since === 'string' ? ` (${since.slice(0, 10)})` : ''}`;
}

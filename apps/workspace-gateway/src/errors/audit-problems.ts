import { deathOf, tokenStates, type RefusalFacts } from '@rollcall/contracts';
import { named, row } from './problem-row.js';
import { streamTargetSentence } from './webhook-url-sentence.js';

/** The refusals of audit-service. */
export const ofAuditLog = {
  'audit-question-invalid': row(400, 'Search not understood', (f) => String(f.problem)),
  'audit-request-not-found': row(404, 'No such request', 'The log of this account has no such request (any more).'),
  'audit-stream-not-found': row(404, 'No such stream', 'There is no such stream of the audit log in this account.'),
  'too-many-audit-streams': row(
    409,
    'Too many streams',
    (f) => `An account has at most ${named(f.most)} streams of its audit log: delete one that is not needed any more.`,
  ),
  'audit-stream-invalid': row(422, 'Receiver does not fit', (f) => streamTargetSentence(f.problem)),
  'audit-streams-off': row(
    409,
    'Not set up',
    'This installation sends no audit logs outward: its operator has not set AUDIT_STREAM_KEY of audit-service.',
  ),
  'audit-stream-test-busy': row(
    429,
    'Too many tests',
    'Tests of your streams are under way. Wait for their answers.',
    5,
  ),
} as const;

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

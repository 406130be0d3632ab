import { refusalCodes, type RefusalCode, type RefusalFacts } from '@rollcall/contracts';
import { Failure, passwordSentence, type FailureOptions } from '@rollcall/gateway-kit';
import { auditProblems, ofAuditLog } from './audit-problems.js';
import { named, row, type ProblemRow } from './problem-row.js';
import { notOfTheWorkspace, ofTeams } from './team-problems.js';
import { webhookUrlSentence } from './webhook-url-sentence.js';

const nothingHappened = 'Nothing was changed; send the request again.';

/** The refusals of the services. */
const ofServices: Readonly<Record<RefusalCode, ProblemRow>> = {
  expired: row(429, 'Too busy', `The service did not begin in time. ${nothingHappened}`, 5),
  'invalid-message': row(422, 'Values do not fit', (f) => `Some values do not fit: ${named(f.problems)}.`),
  'sender-not-allowed': notOfTheWorkspace,
  overtaken: row(429, 'Overtaken', `Others were changing the same, again and again. ${nothingHappened}`, 1),
  internal: row(500, 'The service failed', 'The service failed, and nothing was changed. Please tell support.'),
  'version-mismatch': row(
    412,
    'It has changed',
    'It has changed since you read it. Read it again, then repeat your change.',
  ),
  'account-not-found': row(404, 'No such account', 'There is no such account.'),
  'account-closing': row(
    403,
    'Account is being closed',
    'This account is being closed, and nothing in it can be changed. If it is to stay, ask the operator of this service to reopen it.',
  ),
  'dependency-away': row(429, 'Unavailable', `A part of the service does not answer. ${nothingHappened}`, 5),
  'message-not-found': notOfTheWorkspace,
  'release-not-followed': row(
    429,
    'Removed meanwhile',
    `This person was removed again and again while coming back. ${nothingHappened}`,
    1,
  ),
  'user-not-found': row(404, 'No such person', 'There is no such person in this account.'),
  'user-name-taken': row(
    409,
    'Address taken',
    'Somebody of the account has this e-mail address already (upper and lower case are the same).',
  ),
  'user-name-invalid': row(
    422,
    'No e-mail address',
    (f) =>
      `The user name must be an e-mail address, such as ann.lee@example.com${f.problem === undefined ? '' : `, but ${named(f.problem)}`}.`,
  ),
  'user-name-upper-case': row(422, 'Upper case', 'This account takes e-mail addresses in lower case only.'),
  'name-character': row(
    422,
    'Character not allowed',
    (f) =>
      `${named(f.attribute)} cannot be taken: ${named(f.problem)}. Names may hold letters of any script, digits, spaces, hyphens and ' ’ . , ( ) & /.`,
  ),
  'user-type-unknown': row(
    422,
    'Unknown user type',
    (f) => `The user type is not known. Valid are: ${named(f.valid)}.`,
  ),
  'time-zone-unknown': row(
    422,
    'Unknown time zone',
    'The time zone is not known: give an IANA name, e.g. Europe/Berlin.',
  ),
  'language-tag-invalid': row(
    422,
    'No language tag',
    (f) => `${named(f.attribute)} is no language tag, such as en-US.`,
  ),
  'attribute-invalid': row(422, 'Value does not fit', (f) => `${named(f.attribute)}: ${named(f.problem)}.`),
  'directory-inactive': row(
    409,
    'Made inactive by the directory',
    'The identity provider made this person inactive: assign the person there again (in Okta: to the app).',
  ),
  'link-invalid': row(
    410,
    'Link used up',
    'This link was used, is too old, was withdrawn, or has been replaced by a newer one. Ask an admin for a new link.',
  ),
  'not-hers-to-give': row(
    403,
    'Not yours to give',
    (f) =>
      `${named(f.userName)} is an admin who was made in the product. Only that person, or an admin who was made in the product by such an admin, may make a link, change the address to sign in with, hand over or erase.`,
  ),
  'leaving-held': notOfTheWorkspace,
  'leavers-changed': row(409, 'The list has changed', (f) =>
    f.held === 1
      ? 'Nobody was approved, because the list has changed since you looked: one person waits now. Look again who it is, then approve with the number 1.'
      : `Nobody was approved, because the list has changed since you looked: ${named(f.held)} people wait now. Look again who they are, then approve with the number ${named(f.held)}.`,
  ),
  'no-held-leaver': row(
    409,
    'Nobody waits',
    'None of these people waits for approval: each is inactive already, was made active again by the identity provider, or never waited. Look at the list again.',
  ),
  'own-sign-in': notOfTheWorkspace,
  'password-needed': notOfTheWorkspace,
  'external-id-taken': notOfTheWorkspace,
  'directory-admins-refused': notOfTheWorkspace,
  'password-refused': row(422, 'Password does not fit', (f) => passwordSentence(f.problem)),
  'not-removed': row(409, 'Not removed', (f) =>
    f.managedBy === 'directory'
      ? 'The identity provider keeps this person. Remove the person there first; or, once the person is inactive, hand the person back to the workspace.'
      : 'This person is active: make the person inactive first.',
  ),
  erased: row(410, 'Erased', 'This was about a person who has been erased since: nothing of it is kept.'),
  'last-admin': row(
    409,
    'Last admin',
    'This is the last active admin of the account. Make somebody else an admin first.',
  ),
  'no-target': row(422, 'Nothing there', (f) => `No value of ${named(f.attribute)} fits.`),
  ...ofTeams,
  'filter-not-supported': notOfTheWorkspace,
  'search-too-long': row(422, 'Search too long', 'Looking for this took too long. Narrow the list.'),
  'too-many-found': notOfTheWorkspace,
  'dry-run-too-large': notOfTheWorkspace,
  'dry-runs-busy': notOfTheWorkspace,
  ...ofAuditLog,
  'setup-closed': row(
    409,
    'Set up already',
    'There is an account already: sign in, or let an operator make another one.',
  ),
  'slug-taken': row(409, 'Name taken', 'Another account has this short name: choose another one.'),
  'slug-invalid': row(
    422,
    'No short name',
    'A short name has up to 63 lower-case letters, digits and hyphens, and begins with a letter or digit.',
  ),
  'notice-not-found': row(
    404,
    'No such notice',
    'There is no such notice in this account; ended ones are kept for a while.',
  ),
  'webhook-not-found': row(404, 'No such webhook', 'There is no such webhook in this account.'),
  'too-many-webhooks': row(
    409,
    'Too many webhooks',
    (f) => `An account has at most ${named(f.most)} webhooks: delete one that is not needed any more.`,
  ),
  'webhook-url-invalid': row(422, 'Address does not fit', (f) => webhookUrlSentence(f.problem)),
  'webhooks-off': row(
    409,
    'Not set up',
    'This installation sends nothing to webhooks: its operator has not set WEBHOOK_KEY of user-service.',
  ),
  'webhook-test-busy': row(429, 'Too many tests', 'Tests of your webhooks are under way. Wait for their answers.', 5),
  'setting-invalid': row(422, 'Setting not known', (f) => `${named(f.setting)} can be: ${named(f.allowed)}.`),
  'role-name-taken': row(409, 'Name taken', 'The account has a role of this name: choose another name.'),
  'too-many-roles': row(
    409,
    'Too many roles',
    (f) => `An account has at most ${named(f.most)} custom roles: delete one that nobody has.`,
  ),
  'role-not-found': row(404, 'No such role', 'There is no such custom role in this account.'),
  'role-in-use': row(409, 'Role in use', (f) =>
    Number(f.users) > 0
      ? `Up to ${named(f.users)} people have this role: give them another user type first.`
      : 'Unknown user types fall back to this role (setting fallbackUserType): choose another one there first.',
  ),
  'not-an-admin': row(403, 'Not an admin', 'Only an active admin can make a SCIM token.'),
  'token-not-found': row(404, 'No such token', 'There is no such SCIM token in this account.'),
  'too-many-tokens': row(
    409,
    'Too many tokens',
    (f) => `You have ${named(f.most)} tokens that work: revoke those that are not needed any more.`,
  ),
  'expiry-invalid': row(422, 'Expiry does not fit', 'A token expires in the future, and at most two years from now.'),
};

/** The refusals of this gateway itself. */
const ofTheGateway = {
  'session-missing': row(401, 'Not signed in', 'Sign in first: POST /api/sessions.'),
  'session-ended': row(
    401,
    'Signed out',
    'This session has ended: it was too old or not used for a while, you or an admin ended it, your password or e-mail address has changed, you are no longer active, or your account is being closed. Sign in again.',
  ),
  ...auditProblems,
  'sign-in-failed': row(401, 'Not signed in', 'Account, e-mail address and password do not belong together.'),
  'password-wrong': row(403, 'Wrong password', 'The present password is another one. Nothing was changed.'),
  'sign-in-limit': row(429, 'Too many attempts', 'Too many attempts to sign in have failed. Wait, then try again.'),
  'confirmation-needed': row(
    403,
    'Password needed',
    'Give your password again first (POST /api/session/confirm), then repeat this.',
  ),
  'confirmation-failed': row(403, 'Not confirmed', 'This is not your password.'),
  'session-not-found': row(404, 'No such session', 'You have no such session; it may have ended.'),
  'setup-secret-wrong': row(
    403,
    'Not your installation',
    'Setting up needs the secret of this installation, and this is another one. Its operator finds it in SETUP_SECRET of workspace-gateway.',
  ),
  forbidden: row(403, 'Not allowed', 'Your user type does not allow this. Ask an admin of your account.'),
  'cross-site': row(403, 'From another site', 'A browser sent this from another site, so it was not done.'),
  'rate-limit': row(429, 'Too many requests', 'Too many requests came from you in a short time. Nothing was changed.'),
  'request-invalid': row(422, 'Values do not fit', 'Some values do not fit; "problems" says which, and why.'),
  'body-malformed': row(400, 'No JSON', 'The body is not what JSON says.'),
  'request-malformed': row(
    400,
    'Malformed',
    'The request is malformed: its address, headers or length are not what HTTP says.',
  ),
  'if-match-invalid': row(400, 'If-Match does not fit', 'If-Match takes * or ETags of earlier answers.'),
  'retry-key-invalid': row(
    400,
    'Idempotency-Key does not fit',
    'Idempotency-Key takes a UUIDv7 that is not older than 24 hours.',
  ),
  'retry-key-reused': row(
    422,
    'Idempotency-Key was used',
    'This Idempotency-Key was used for another request: make a new one for each.',
  ),
  'dry-run-invalid': row(
    400,
    'Rollcall-Dry-Run does not fit',
    'Rollcall-Dry-Run takes "true" (say what the request would do, and do nothing) or "false". Nothing was changed.',
  ),
  'dry-run-unsupported': row(
    400,
    'No dry run',
    'What this request does is outside of what can be shown beforehand: it makes a link, a secret or a password, sends a message, or begins or ends a session. Nothing was done.',
  ),
  'secret-shown': row(
    409,
    'Shown once',
    'This was done by an earlier request with this Idempotency-Key, and its secret was in that answer. If that answer was lost, make a new one.',
  ),
  'audit-not-installed': row(404, 'No audit log', 'This installation has no audit log. Everything else works.'),
  'route-unknown': row(404, 'Nothing here', 'Nothing is served at this address: see /api/docs.'),
  'method-not-allowed': row(405, 'Not so', 'This address takes other methods: see Allow.'),
  'media-type': row(
    415,
    'No JSON',
    'The body must be JSON: send it with "Content-Type: application/json", uncompressed.',
  ),
  'body-too-large': row(413, 'Too large', 'The body is too large, and was not read: at most 100 kB are taken.'),
  'body-too-complex': row(413, 'Too much', 'The body holds too many values for one request: send less at a time.'),
  'headers-too-large': row(
    431,
    'Address or headers too large',
    'The address and the headers of the request are too large: at most 16 kB are taken.',
  ),
  'address-too-long': row(414, 'Address too long', 'A value in the address of the request is too long.'),
  'request-slow': row(408, 'Too slow', `The request took too long to arrive. ${nothingHappened}`),
  'account-limit': row(
    429,
    'Too many requests',
    `More requests of your account came than are answered at a time. ${nothingHappened}`,
    1,
  ),
  'too-many-streams': row(
    429,
    'Too many streams',
    'As many streams of hints are open as may be at a time, in this session, of yours, in your account or here: close one that nobody looks at.',
    30,
  ),
  overload: row(429, 'Too busy', `Too much is under way. ${nothingHappened}`, 1),
  unavailable: row(429, 'Unavailable', `A part of the service cannot be reached. ${nothingHappened}`, 5),
  deadline: row(429, 'Too busy', `There was no time left to begin. ${nothingHappened}`, 5),
  'not-recordable': row(
    429,
    'Cannot be recorded',
    `What you do cannot be recorded at the moment, and nothing is changed here without a record. ${nothingHappened}`,
    30,
  ),
  'under-way': row(409, 'Under way', 'The same request is under way: wait for its answer.', 1),
  'outcome-unknown': row(
    429,
    'Outcome unknown',
    'The change was not confirmed in time: it was made completely, or not at all. Look, then send it again; with an Idempotency-Key it has one effect.',
    5,
  ),
} as const satisfies Record<string, ProblemRow>;

export type ProblemCode = keyof typeof ofTheGateway;

/** The one table of all answers that are no success. */
export const problemTable: Readonly<Record<RefusalCode | ProblemCode, ProblemRow>> = { ...ofServices, ...ofTheGateway };

/** The codes that a caller of this API can get. */
export const problemCodes = [...refusalCodes, ...(Object.keys(ofTheGateway) as ProblemCode[])].filter(
  (code) => problemTable[code] !== notOfTheWorkspace,
);

/** @param facts values for the sentence, which the answer may contain: short values about the caller's own account */
export function problem(
  code: RefusalCode | ProblemCode,
  facts: RefusalFacts = {},
  options: FailureOptions = {},
): Failure {
  return new Failure(code, { facts, ...options });
}

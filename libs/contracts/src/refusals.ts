/**
 * Why a command or query was refused. Codes are stable; each edge has one table that maps them to its protocol. `facts`
 * hold the values for the sentence: never SQL, never a secret, never another account's data.
 */
export const refusalCodes = [
  // any message
  'expired', // the deadline passed before the command was claimed; nothing happened
  'invalid-message', // the payload does not fit its definition: { problems }
  'sender-not-allowed', // not proved to come from whom it names, or not that sender's to send: { problem }
  'overtaken', // other transactions won again and again; nothing happened, and with this id nothing will
  'internal', // unknown failure, logged under the command's id: { id }
  'version-mismatch', // the current version is not in If-Match, or is in If-None-Match: { version, isUnwanted }
  'account-not-found',
  'account-closing', // an operator closes it: it can be reopened, and takes no other command
  'dependency-away', // another service did not answer, and nothing was decided without it: { service }
  'message-not-found', // a parked message: { id }
  // users
  'user-not-found', // { userId }
  'user-name-taken', // { userName }
  'user-name-invalid', // not an e-mail address: { userName, problem }
  'user-name-upper-case', // emailCase: refuse: { attribute, value }
  'name-character', // { attribute, problem }
  'user-type-unknown', // { userType, valid: string[] }
  'time-zone-unknown', // { timezone, problem: where a character does not fit }
  'language-tag-invalid', // { attribute, value, problem: where a character does not fit }
  'attribute-invalid', // { attribute, problem }
  'directory-inactive', // the directory deactivated the user, so it cannot be activated by hand: { userName }
  'link-invalid', // used, expired, withdrawn, or unknown
  'password-needed', // one would be taken that came unhashed: the gateway hashes it and sends again, and no client hears of it
  'password-refused', // { problem: one of `passwordProblems` }
  'own-sign-in', // the directory may not set it: { userName, attribute: 'userName' | 'password' }
  'not-hers-to-give', // an admin whom the directory made may not act for this person: { userName }
  'external-id-taken', // an active directory user has it: { externalId }
  'directory-admins-refused', // directoryAdmins: refuse: { userName }
  'release-not-followed', // team-service must be told of the release before the user comes back: { userId, version }
  'not-removed', // only who was removed can be erased: { active, managedBy }
  'erased', // what the command was about, and so its reply, has been erased: { userId }
  'last-admin', // { userName, action: 'deactivate' | 'demote' | 'delete' }
  'leaving-held', // the brake keeps the person active: { userName, held, declined, left, limit }
  'leavers-changed', // another number is held than the approver says: { said, held }
  'no-held-leaver', // nobody of those meant is held
  'no-target', // a change names values that do not exist where the rules need them: { attribute, where }
  // teams
  'team-not-found', // { teamId }
  'team-name-taken', // { displayName, ownedBy }
  'takeover-refused', // teamTakeover: refuse: { displayName }
  'takeover-waits', // an admin of the workspace has to allow it: { displayName }
  'takeover-declined', // an admin of the workspace has declined it: { displayName }
  'takeover-not-found', // { takeoverId }
  'takeover-decided', // what was asked for cannot be done in this state: { state }
  'workspace-owned', // the directory may not delete it: { teamId, displayName }
  'members-unknown', // { unknownIds: string[] (the first 20), count, groupIds: string[] of teams named as members }
  'stage-incomplete', // the staged parts did not all arrive: { stageId }
  'directory-owned', // manualChanges: refuse: { teamId, displayName }
  'no-held-run', // { teamId }
  'held-run-changed', // another number would be put out by now than the approver says: { teamId, said, held }
  'until-invalid', // not ahead, more than 90 days ahead, or of a mode that has no end: { until, mode }
  'run-not-found', // { runId }
  // queries
  'filter-not-supported', // { filter: what cannot be answered }
  'search-too-long', // it looked through too many rows: { seconds }
  'dry-run-too-large', // the groups have more members than a dry run of several operations loads: { most }
  'dry-runs-busy', // other dry runs of several operations are under way
  'too-many-found', // more than one service tells another: { most }
  // audit
  'audit-question-invalid', // { problem: a sentence }
  'audit-request-not-found', // { requestId }
  'audit-stream-not-found', // { streamId }
  'too-many-audit-streams', // { most }
  'audit-stream-invalid', // { problem: one of `auditStreamTargetProblems` }
  'audit-streams-off', // the operator has set no key for their secrets
  'audit-stream-test-busy', // tests of this account are under way
  // accounts and roles
  'setup-closed', // an account exists already
  'slug-taken', // { slug }
  'slug-invalid', // { slug }
  'notice-not-found', // { noticeId }
  'webhook-not-found', // { webhookId }
  'too-many-webhooks', // { most }
  'webhook-url-invalid', // { problem: one of `endpointUrlProblems` }
  'webhooks-off', // the operator has set no key for their secrets
  'webhook-test-busy', // tests of this account are under way
  'setting-invalid', // { setting, value, allowed }
  'role-name-taken', // { name }
  'too-many-roles', // { most }
  'role-not-found', // { roleId }
  'role-in-use', // { name, users }: at most so many users have it
  // tokens
  'not-an-admin', // { userId }
  'token-not-found', // { tokenId }
  'too-many-tokens', // { most }: this admin has so many that work
  'expiry-invalid', // { expiresAt }
] as const;

export type RefusalCode = (typeof refusalCodes)[number];

export type RefusalFacts = Readonly<Record<string, string | number | boolean | readonly string[]>>;

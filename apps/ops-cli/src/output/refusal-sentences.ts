import { type RefusalCode, type RefusalFacts } from '@rollcall/contracts';
import { printable } from './table.js';

type Sentence = (facts: (name: string) => string) => string;

/**
 * What an operator reads when a rule refuses a command. A code that no operator's command can cause gets the general
 * sentence.
 */
const sentences: Partial<Record<RefusalCode, Sentence>> = {
  expired: () => 'the service did not get to the command in time and has not done it: look at `lag`, then repeat it',
  overtaken: () => 'others were changing the same again and again, and nothing has changed: repeat the command',
  'dependency-away': (f) =>
    `${f('service')} did not answer, and nothing has changed: see that it runs, then repeat the command`,
  'invalid-message': (f) => `the service does not accept the command: ${f('problems')}`,
  'sender-not-allowed': (f) =>
    `the service does not take this command from this caller (${f('problem')}): look at its INTERNAL_CALLERS, and at OPS_CREDENTIAL`,
  internal: (f) => `the service failed and has changed nothing: look for ${f('id')} in its log`,
  'account-not-found': () => 'there is no such account: give its slug or its id',
  'account-closing': () => 'the account is being closed: `account reopen` it first',
  'release-not-followed': () =>
    'the directory has just removed this person, and nothing has changed: bring the person back by an invitation, or in the identity provider',
  'user-not-found': () => 'there is no such user in this account: check the e-mail address',
  'user-type-unknown': (f) => `there is no such user type: choose ${f('valid')}`,
  'not-removed': (f) =>
    f('managedBy') === 'directory'
      ? 'the identity provider keeps this person: remove the person there first; or, once inactive, let an admin hand the person back to the workspace'
      : 'this person is active: make the person inactive first',
  erased: () => 'this was about a person who has been erased since',
  'last-admin': () => 'this is the last active admin of the account: make somebody else an admin first',
  'directory-inactive': (f) =>
    `the directory made ${f('userName')} inactive: assign the person there again, in the identity provider`,
  'leavers-changed': (f) => `not ${f('said')} but ${f('held')} people are held: see \`leavers list\``,
  'no-held-leaver': () => 'nobody of those meant is held: see `leavers list`',
  'audit-question-invalid': (f) => f('problem'),
  'audit-request-not-found': () => 'the account has no such request, or its time in the log is over',
  'slug-taken': (f) => `the slug "${f('slug')}" belongs to another account: choose another one`,
  'slug-invalid': (f) =>
    `"${f('slug')}" is no slug: use up to 63 lower-case letters, digits and hyphens, beginning with a letter`,
  'setting-invalid': (f) => `${f('setting')} cannot be "${f('value')}": choose ${f('allowed')}`,
  'role-name-taken': (f) => `the account has a role named "${f('name')}": choose another name, or use that role`,
  'too-many-roles': (f) =>
    `an account has at most ${f('most')} custom roles: delete one that nobody has, or use one that is there`,
  'role-not-found': () => 'there is no such role in this account: see `role list`',
  'user-name-invalid': (f) =>
    `"${f('userName')}" is not an e-mail address (${f('problem')}): give one such as ann@example.com`,
  'user-name-taken': (f) => `the account has a user ${f('userName')}: choose another e-mail address`,
  'user-name-upper-case': () => 'this account takes lower-case e-mail addresses only: write it in lower case',
  'name-character': (f) => `the name cannot be taken (${f('problem')}): correct it`,
  'not-an-admin': () => 'only an active admin of the account can own a SCIM token: name another one with --admin',
  'too-many-tokens': (f) =>
    `an admin has at most ${f('most')} tokens that work: revoke one, or name another with --admin`,
  'token-not-found': () => 'there is no such token in this account: see `token list`',
  'team-not-found': () => 'there is no such team in this account, or the directory does not own it: see `team list`',
  'team-name-taken': (f) => `the account has a team named "${f('displayName')}": choose another name, or use that team`,
  'takeover-refused': (f) =>
    `the account does not let the directory take over "${f('displayName')}": rename that team, or set teamTakeover to replace or review`,
  'takeover-not-found': () => 'there is no such takeover, or it has ended: see `takeovers list`',
  'takeover-decided': (f) => `the takeover is ${f('state')}, so this cannot be done: see \`takeovers list\``,
  'members-unknown': (f) =>
    `${f('count')} of the members are no users of this account (${f('unknownIds')}): make them users first`,
  'stage-incomplete': () => 'the list of members did not arrive as a whole, and nothing has changed: send it again',
  'directory-owned': (f) =>
    `the directory owns "${f('displayName')}": change it there, in the identity provider (or see manualChanges in \`account set --help\`)`,
  'no-held-run': () => 'no run of this team is held: see `reconcile status`',
  'held-run-changed': (f) =>
    `nobody was put out, because the list has changed since: ${f('held')} people would be put out now, not ${f('said')}; look again with \`reconcile status\`, then approve with the number ${f('held')}`,
  'until-invalid': (f) => `${f('until')} is not ahead of now, or more than 90 days: choose another --until`,
  'expiry-invalid': () => 'a token lives for at least a moment and at most two years: choose another --expires',
};

/**
 * The refusal as a sentence that says what to do; unknown codes are printed with their facts, so that nothing is
 * hidden.
 */
export function refusalSentence(code: RefusalCode, facts: RefusalFacts): string {
  const fact = (name: string) => {
    const value = facts[name];
    return Array.isArray(value) ? value.join(', ') : String(value ?? '?');
  };
  return printable(
    sentences[code]?.(fact) ?? `the service refused with ${code} ${JSON.stringify(facts)}: nothing has changed`,
  );
}

import type { RefusalCode, RefusalFacts } from '@rollcall/contracts';
import { passwordSentence } from '@rollcall/gateway-kit';
import { comparisons } from '../resources/domain-filter.js';
import { because, but, named, quoted, type Fact } from './facts-in-sentences.js';
import type { Provider } from './provider.js';
import { notOfScim, ofDryRuns, ofTheWorkspace, type RefusalRow } from './refusal-row.js';

const invalidValue = (sentence: RefusalRow['sentence']): RefusalRow => ({
  status: 400,
  scimType: 'invalidValue',
  sentence,
});

/** For the admin who reads it in the identity provider, and cannot sign in here any more. */
export const closingSentence = ({ name = 'the identity provider' }: Pick<Provider, 'name'>): string =>
  'This account is being closed, so nothing is provisioned any more. Nothing was changed. ' +
  'If it is to stay, ask the operator of this service to reopen it: until the end of its term everything is still there. ' +
  `Otherwise remove the app from ${name}.`;

const narrower =
  'Narrow it: add with "and" what has an index (userName, externalId, emails, displayName or userType with "eq", meta.lastModified with "gt"), ' +
  'or read everybody page by page without a filter.';

/** The one table that maps the domain's codes to SCIM's (RFC 7644 §3.12, table 9). */
export const refusalTable: Readonly<Record<RefusalCode, RefusalRow>> = {
  expired: {
    status: 429,
    retryAfterS: 5,
    sentence: () => 'The service is busy and did not begin in time. Nothing was changed; send the request again.',
  },
  overtaken: {
    status: 429,
    retryAfterS: 1,
    sentence: () =>
      'Others were changing the same at the same moment, again and again. Nothing was changed; send the request again.',
  },
  'invalid-message': invalidValue(
    (f) =>
      `Some values do not fit: ${named(f.problems, 'the service did not say which')}. Correct them and send again.`,
  ),
  'sender-not-allowed': {
    status: 500,
    sentence: () =>
      'The service does not take changes from this gateway: its operator must look at its credential. Nothing was changed. Please tell support.',
  },
  internal: {
    status: 500,
    sentence: (f) => `The service failed. Nothing was changed. Please tell support this id: ${named(f.id, 'unknown')}.`,
  },
  'dependency-away': {
    status: 429,
    retryAfterS: 5,
    sentence: () => 'A part of the service does not answer at the moment. Nothing was changed; send the request again.',
  },
  'version-mismatch': {
    status: 412,
    sentence: ({ isUnwanted }) =>
      isUnwanted === true
        ? 'It is there in a version that If-None-Match names, and was not changed. To change it, leave that header out.'
        : 'It has changed since it was read (If-Match does not fit). Read it again, then repeat the change.',
  },
  'account-not-found': {
    status: 403,
    sentence: () => 'The account of this token does not exist any more. Ask for a token of another account.',
  },
  'account-closing': { status: 403, sentence: (_f, provider) => closingSentence(provider) },
  'user-not-found': {
    status: 404,
    sentence: () =>
      'There is no user with this id: it was deleted, or never existed. To provision the person again, remove the assignment to this app and assign the person anew.',
  },
  'user-name-taken': {
    status: 409,
    scimType: 'uniqueness',
    sentence: () =>
      'Another user of the account has this userName already (upper and lower case are the same). Choose another userName, or link the existing user.',
  },
  'user-name-invalid': invalidValue(
    (f, { mappings }) =>
      `userName must be an e-mail address, such as ann.lee@example.com${but(f.problem)}. Map it to the person's e-mail${mappings}.`,
  ),
  'user-name-upper-case': invalidValue(
    (f, { mappings, lowerCase }) =>
      `${named(f.attribute, 'userName')} has upper-case letters, and this account takes lower case only. ` +
      `Map it ${lowerCase === undefined ? 'to the address in lower case' : `with ${lowerCase}`}${mappings}.`,
  ),
  'name-character': invalidValue(
    (f) =>
      `${named(f.attribute, 'A name')} cannot be taken${f.problem === undefined ? '' : `: ${named(f.problem, '')}`}. ` +
      `Names may hold letters of any script, digits, spaces, hyphens and ' ’ . , ( ) & /. Correct the person's profile.`,
  ),
  'user-type-unknown': invalidValue(
    (f, { mappings }) =>
      `The userType${f.userType === undefined ? '' : ` ${quoted(f.userType)}`} is not known. ` +
      `Valid are: ${named(f.valid, 'admin, member, viewer, guest')}. Correct the value or its mapping${mappings}.`,
  ),
  'time-zone-unknown': invalidValue(
    (f) =>
      `The timezone${f.timezone === undefined ? '' : ` ${quoted(f.timezone)}`} is not known${because(f.problem)}. Send an IANA name, such as Europe/Berlin.`,
  ),
  'language-tag-invalid': invalidValue(
    (f) =>
      `The ${named(f.attribute, 'locale')}${f.value === undefined ? '' : ` ${quoted(f.value)}`} is no language tag${because(f.problem)}. ` +
      'Send one as BCP 47 says, such as en-US or de.',
  ),
  'password-needed': notOfScim, // answered by a second command
  'password-refused': invalidValue((f) => passwordSentence(f.problem)),
  'attribute-invalid': invalidValue(
    (f, { name = 'the identity provider' }) =>
      `${named(f.attribute, 'An attribute')}: ${named(f.problem, 'the value does not fit')}. ` +
      `Nothing was changed. Correct it in ${name}, and send it again.`,
  ),
  'not-removed': notOfScim,
  erased: {
    status: 404,
    sentence: () =>
      'This request was answered before, and the user whom it was about has been erased since. To provision the person again, assign the person anew.',
  },
  'last-admin': {
    status: 409,
    scimType: 'mutability',
    sentence: (f, { name = 'the identity provider' }) =>
      `Nothing was changed: ${named(f.userName, 'this person')} is the last active admin of the product, and ${name} may not ${named(f.action, 'remove')} that person. ` +
      'Make somebody else an admin in the product first, then send the change again.',
  },
  'leaving-held': {
    status: 409,
    scimType: 'mutability',
    sentence: (f, { name = 'the identity provider' }) =>
      f.declined === true
        ? `${named(f.userName, 'This person')} stays active: an admin of the product declined to make this person inactive. ` +
          `If the person is to become inactive after all, ask an admin to approve it in the product, on the page Leavers. ` +
          `If the person is to stay, assign the person to the app again in ${name}: that ends the decline.`
        : `${named(f.userName, 'This person')} is still active: ${name} asked to make more people inactive within ten minutes than the limit of this account${limitOf(f.limit)} allows (setting deprovisionBrake). ` +
          `${peopleWait(f.held)} for an admin of the product, who approves or declines there, on the page Leavers. ` +
          `Whoever is approved becomes inactive at once: do not send it again, and dismiss this error. Whoever is declined stays active. ` +
          `Until the admin decides, everybody else whom ${name} makes inactive waits too.`,
  },
  'leavers-changed': notOfScim,
  'no-held-leaver': notOfScim,
  'own-sign-in': {
    status: 409,
    scimType: 'mutability',
    sentence: (f) =>
      `Nothing was changed: ${named(f.userName, 'This person')} is an admin who was made in the product, so the directory may not change ${f.attribute === 'password' ? 'the password' : 'the userName'}. ` +
      'To allow it, that person, or another admin who was made in the product, opens the page People there and chooses "Hand over to the directory" for that person; then send the change again. ' +
      (f.attribute === 'password'
        ? 'Or send no password.'
        : 'Or send the userName that the person has in the product.'),
  },
  'external-id-taken': {
    status: 409,
    scimType: 'uniqueness',
    sentence: (f) =>
      `Another active user of the account has the externalId${f.externalId === undefined ? '' : ` ${quoted(f.externalId)}`} already. ` +
      "Map a value to it that is unique and lasting, or set the account's setting externalId to label, where it tells nobody apart.",
  },
  'directory-admins-refused': {
    status: 409,
    scimType: 'mutability',
    sentence: () =>
      'This account does not let the directory make admins (setting directoryAdmins). ' +
      'Send another userType, and make the person an admin in the product; or allow it there.',
  },
  'no-target': {
    status: 400,
    scimType: 'noTarget',
    sentence: (f) =>
      `No value of ${named(f.attribute, 'the attribute')} fits the filter of the path. Read the user again and correct the path.`,
  },
  'team-not-found': {
    status: 404,
    sentence: (_f, { pushAgain }) =>
      `There is no group with this id: it was deleted in the product, or never existed. ${pushAgain}`,
  },
  'team-name-taken': {
    status: 409,
    scimType: 'uniqueness',
    sentence: (f) =>
      `A team named ${named(f.displayName, 'so')} exists already${f.ownedBy === 'directory' ? ' and belongs to another pushed group' : ''}. Rename the group or the team, then push again.`,
  },
  'takeover-refused': {
    status: 409,
    scimType: 'uniqueness',
    sentence: (f) =>
      `This workspace has a team named ${named(f.displayName, 'so')} already, made in the product, and does not let pushed groups take teams over (setting teamTakeover). Nothing was changed. ` +
      'Rename the group or the team; or let an admin set teamTakeover to review (an admin decides each time) or replace (members are replaced at once, without asking). Then push again.',
  },
  'takeover-waits': {
    status: 409,
    scimType: 'uniqueness',
    sentence: (f, { pushOnceMore = '' }) =>
      `This workspace has a team named ${named(f.displayName, 'so')} already, made in the product. An admin of the workspace has to allow that this group takes it over and replaces its members. ` +
      'The team was not changed. The admin decides in the product, on the page Takeovers. ' +
      `Once it is allowed, push the group again within 24 hours${pushOnceMore}.`,
  },
  'takeover-declined': {
    status: 409,
    scimType: 'uniqueness',
    sentence: (f, { leaveGroup = '' }) =>
      `This workspace has a team named ${named(f.displayName, 'so')} already, made in the product, and an admin of the workspace has declined that this group takes it over. The team was not changed. ` +
      `Rename the group and push it again, or unlink it without deleting it here${leaveGroup}; or ask an admin of the workspace to allow it in the product, on the page Takeovers, and then push the group again within 24 hours.`,
  },
  'takeover-not-found': notOfScim,
  'takeover-decided': notOfScim,
  'workspace-owned': {
    status: 409,
    scimType: 'mutability',
    sentence: (f, { leaveGroup = '' }) =>
      `The team ${named(f.displayName, 'of this id')} belongs to the workspace, and the directory does not delete it. Nothing was changed. ` +
      `Unlink the group without deleting it here${leaveGroup}.`,
  },
  'members-unknown': invalidValue((f) => `${unknownMembers(f)}${groupsWithin(f)} Nothing was changed.${nextSteps(f)}`),
  'stage-incomplete': {
    status: 429,
    retryAfterS: 5,
    sentence: () => 'The list of members did not arrive whole. Nothing was changed; send the request again.',
  },
  'release-not-followed': {
    status: 429,
    retryAfterS: 1,
    sentence: () =>
      'This person was removed again and again while coming back. Nothing was changed; send the request again.',
  },
  'directory-inactive': notOfScim,
  'link-invalid': notOfScim,
  'not-hers-to-give': notOfScim,
  'role-in-use': notOfScim,
  'directory-owned': notOfScim,
  'no-held-run': notOfScim,
  'held-run-changed': notOfScim,
  'until-invalid': notOfScim,
  'run-not-found': notOfScim,
  'filter-not-supported': {
    status: 400,
    scimType: 'invalidFilter',
    sentence: (f) =>
      `This cannot be searched or sorted by${f.filter === undefined ? '' : `: ${inScimsWords(named(f.filter, ''))}`}. Name another attribute.`,
  },
  'search-too-long': {
    status: 400,
    scimType: 'tooMany',
    sentence: (f) =>
      `The search looked through too many resources, and was stopped after ${named(f.seconds, 'some')} seconds. ${narrower}`,
  },
  ...ofDryRuns,
  'too-many-found': {
    status: 400,
    scimType: 'tooMany',
    sentence: (f) =>
      `What the filter says of groups or members fits more than ${named(f.most, 'so many')} users. ` +
      'Narrow it: name one group or a few (groups with "eq"), or one member (members with "eq"), or read everybody page by page without a filter. ' +
      'In a PATCH, name the members to remove by their ids. Nothing was changed.',
  },
  ...ofTheWorkspace,
  'message-not-found': notOfScim,
  'expiry-invalid': notOfScim,
};

const limitOf = (limit: Fact) => (limit === undefined ? '' : ` (${named(limit, '')} people)`);

function peopleWait(held: Fact): string {
  return held === 1 ? 'One person waits' : `${named(held, 'Some')} people wait`;
}

const isListed = (fact: Fact) => Array.isArray(fact) && fact.length > 0;

function unknownMembers({ count, unknownIds, groupIds }: RefusalFacts): string {
  if (count === 0 && isListed(groupIds)) return '';
  const who = count === 1 ? 'One of the members is no user' : `${named(count, 'Some')} of the members are no users`;
  return `${who} of this account: ${named(unknownIds, 'unknown ids')}.`;
}

function groupsWithin({ count, groupIds }: RefusalFacts): string {
  if (!isListed(groupIds)) return '';
  const between = count === 0 ? '' : ' ';
  return `${between}Groups within groups are not taken, and these members are groups: ${named(groupIds, '')}.`;
}

function nextSteps({ count, groupIds }: RefusalFacts): string {
  const people = count === 0 ? '' : ' Assign these people to the app first, then push the group again.';
  const groups = isListed(groupIds) ? ' Make the people of those groups members themselves.' : '';
  return people + groups;
}

/** The operator's name in SCIM, for the name that services use: the admin's filter has SCIM's. */
function inScimsWords(name: string): string {
  return Object.entries(comparisons).find(([, comparison]) => comparison === name)?.[0] ?? others[name] ?? name;
}

const others: Readonly<Record<string, string>> = { present: 'pr', some: 'brackets' };

import type { TeamView, UserBrief } from '@rollcall/contracts';
import {
  limits,
  problemOfLength,
  ScimError,
  Urns,
  weakETag,
  type GroupReference,
  type GroupResource,
  type Member,
} from '@rollcall/scim';
import type { WholeTeam } from '../clients/team-changes.js';

/**
 * Turns a SCIM Group, as `readResource` returns it, into the domain's form. Display name and type of a member are
 * ignored.
 * @throws ScimError invalidValue for what is too long to be kept, or to be an id
 */
export function teamFromScim({ displayName, externalId, members }: GroupResource): WholeTeam {
  return {
    displayName: groupText('displayName', displayName),
    ...(externalId === undefined ? {} : { externalId: groupText('externalId', externalId) }),
    ...(members ? { userIds: memberIds(members) } : {}),
  };
}

/** @throws ScimError invalidValue where it is longer than a command takes it */
export function groupText(attribute: 'displayName' | 'externalId', text: string): string {
  const problem = problemOfLength(text, limits.groupText);
  if (problem === undefined) return text;
  const detail = `${attribute}: ${problem}. Nothing was changed. Correct it in the identity provider, and send it again.`;
  throw new ScimError(400, detail, 'invalidValue');
}

/** @throws ScimError invalidValue where an element has no id, or one that is too long to be anybody's */
export function memberIds(members: readonly Partial<Member>[]): string[] {
  return members.map(({ value }, at) => {
    if (value === undefined) throw new ScimError(400, 'Each member needs a "value": the id of a user.', 'invalidValue');
    return possibleId(value, `Member ${at + 1} of the list`);
  });
}

/**
 * @param whose who has the id, as the beginning of a sentence
 * @throws ScimError invalidValue where it is too long to be anybody's
 */
export function possibleId(id: string, whose: string): string {
  const problem = problemOfLength(id, limits.memberId);
  if (problem === undefined) return id;
  const [beginning] = /^[!-~]{20}/.exec(id) ?? [];
  const shown = beginning === undefined ? '' : ` (it begins with "${beginning}")`;
  const detail =
    `${whose} cannot be the id of a user${shown}: ${problem}. ` +
    'Nothing was changed. Send the id with which the creation of this person was answered.';
  throw new ScimError(400, detail, 'invalidValue');
}

/** A team as a SCIM Group, without its members: they are added page by page. */
export function groupToScim(team: TeamView, baseUrl: string): GroupResource {
  const { id, externalId, displayName, createdAt, updatedAt, version } = team;
  return {
    schemas: [Urns.group],
    id,
    ...(externalId === undefined ? {} : { externalId }),
    displayName,
    meta: {
      resourceType: 'Group',
      created: createdAt,
      lastModified: updatedAt,
      location: groupLocation(team, baseUrl),
      version: weakETag(version),
    },
  };
}

/**
 * Members with their names; a user who is unknown by now has no display name. Who was deleted a moment ago is no member any
 * more, although the roster says so until the event has come.
 */
export function membersToScim(userIds: readonly string[], briefs: readonly UserBrief[], baseUrl: string): Member[] {
  const names = new Map(briefs.map(({ id, userName }) => [id, userName]));
  const gone = new Set(briefs.filter(({ released }) => released).map(({ id }) => id));
  const present = gone.size === 0 ? userIds : userIds.filter((id) => !gone.has(id));
  return present.map((value) => {
    const display = names.get(value);
    return { value, $ref: `${baseUrl}/Users/${value}`, ...(display === undefined ? {} : { display }), type: 'User' };
  });
}

/** The reference to a team in a user's `groups`. */
export function groupReference(
  team: { readonly id: string; readonly displayName: string },
  baseUrl: string,
): GroupReference {
  return { value: team.id, $ref: groupLocation(team, baseUrl), display: team.displayName, type: 'direct' };
}

export function groupLocation({ id }: { readonly id: string }, baseUrl: string): string {
  return `${baseUrl}/Groups/${id}`;
}

import type { TeamView, UserBrief } from '@rollcall/contracts';
import { ScimError, Urns, weakETag, type GroupReference, type GroupResource, type Member } from '@rollcall/scim';
import type { WholeTeam } from '../clients/team-command-bus.js';

/** A SCIM Group, as `readResource` gives it, in the domain's words. What a member is called, and of which type, does not matter. */
export function teamFromScim({ displayName, externalId, members = [] }: GroupResource): WholeTeam {
  return {
    displayName,
    ...(externalId === undefined ? {} : { externalId }),
    userIds: members.map(memberId),
  };
}

/** @throws ScimError invalidValue where an element names nobody */
export function memberId({ value }: Partial<Member>): string {
  if (value === undefined) throw new ScimError(400, 'Each member needs a "value": the id of a user.', 'invalidValue');
  return value;
}

/** A team as SCIM shows it, without its members: they come page by page. */
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

/** Members with what is known of them; whoever is not known any more has no name to display. */
export function membersToScim(userIds: readonly string[], briefs: readonly UserBrief[], baseUrl: string): Member[] {
  const names = new Map(briefs.map(({ id, userName }) => [id, userName]));
  return userIds.map((value) => {
    const display = names.get(value);
    return { value, $ref: `${baseUrl}/Users/${value}`, ...(display === undefined ? {} : { display }), type: 'User' };
  });
}

/** What a user's `groups` says of one team. */
export function groupReference(
  team: { readonly id: string; readonly displayName: string },
  baseUrl: string,
): GroupReference {
  return { value: team.id, $ref: groupLocation(team, baseUrl), display: team.displayName, type: 'direct' };
}

export function groupLocation({ id }: { readonly id: string }, baseUrl: string): string {
  return `${baseUrl}/Groups/${id}`;
}

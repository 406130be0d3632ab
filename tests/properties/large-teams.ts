import { defaultAccountSettings } from '@rollcall/contracts';
import { keyOf } from '@rollcall/persistence';
import type { Team } from '../../apps/team-service/src/domain/team.js';
import { TeamMembers } from '../../apps/team-service/src/persistence/team-members.js';
import { TeamUnitOfWork } from '../../apps/team-service/src/persistence/team-unit-of-work.js';

export const accountId = '01890a5d-ac96-774b-bcce-b302099a8057';
const at = '2026-11-26T10:00:00.000Z';

/** The one team of `teamStateOf`. */
export const teamOf: Team = {
  accountId,
  id: '01890a5d-ac96-774b-bcce-b302099a8061',
  version: 7,
  displayName: 'Everybody',
  ownedBy: 'directory',
  ownedSince: at,
  createdAt: at,
  updatedAt: at,
};

/** A state with one team of the directory, whose account has these users. */
export function teamStateOf({
  roster,
  users,
}: {
  roster: readonly string[];
  users: readonly string[];
}): TeamUnitOfWork {
  const members = { roster: new Set(roster), directory: new Set(roster), manual: new Set<string>() };
  return new TeamUnitOfWork({
    accounts: [{ id: accountId, version: 1, settings: defaultAccountSettings, mode: 'enforce' }],
    teams: [teamOf],
    people: [],
    inline: new Map([[accountId, new Set(users)]]),
    unknownUserIds: new Map(),
    groups: new Map(),
    members: new Map([[keyOf(accountId, teamOf.id), new TeamMembers({ ...members, of: 'everybody' })]]),
    staged: new Map(),
    teamsOfLeavers: new Map(),
    takeoversOfPeople: new Map(),
    takeovers: [],
    takeoverLists: new Map(),
    formerMembers: new Map(),
    held: new Map(),
    unasked: new Set(),
  });
}

import { defaultAccountSettings, type AccountSettings, type Actor } from '@rollcall/contracts';
import { keyOf } from '@rollcall/persistence';
import type { Takeover } from '../../src/domain/takeover.js';
import type { Team } from '../../src/domain/team.js';
import { listKey } from '../../src/persistence/load-takeovers.js';
import { TeamMembers } from '../../src/persistence/team-members.js';
import { TeamUnitOfWork } from '../../src/persistence/team-unit-of-work.js';

export const accountId = '01890a5d-ac96-774b-bcce-b302099a8057';
export const actor: Actor = { kind: 'directory', id: 'okta' };
export const at = '2026-11-26T10:00:00.000Z';
export const team: Team = {
  accountId,
  id: '01890a5d-ac96-774b-bcce-b302099a8061',
  version: 7,
  displayName: 'Design',
  ownedBy: 'directory',
  ownedSince: at,
  createdAt: at,
  updatedAt: at,
};
export const everybody = ['ann', 'bob', 'cy', 'dee'];

const { ownedSince: _, ...rest } = team;
/** The same team before the directory had it. */
export const ofWorkspace: Team = { ...rest, ownedBy: 'workspace' };

export const takeoverId = '01890a5d-ac96-774b-bcce-b302099a8099';

/** A takeover of the team, which waits and is kept. */
export function aTakeover(of: Partial<Takeover> = {}): Takeover {
  const then = Date.parse(at);
  return {
    accountId,
    id: takeoverId,
    teamId: team.id,
    version: then - 1_000,
    state: 'waiting',
    kept: true,
    displayName: 'Design',
    pushedBy: actor,
    proposedAt: at,
    updatedAt: at,
    endsAt: new Date(then + 1_000).toISOString(),
    ...of,
  };
}

/** What is known of a takeover of the team. */
export interface TakeoversOf {
  readonly settings?: Partial<AccountSettings>;
  readonly takeover?: Takeover;
  readonly pushed?: readonly string[];
  readonly former?: readonly string[];
  /** Former members who are users no more. */
  readonly gone?: readonly string[];
}

/** A state with one team and its members, in which all users are known. A team of the workspace has no roster. */
export function bookOf(
  members: readonly string[],
  before: Team = team,
  { settings, takeover, pushed = [], former = [], gone = [] }: TakeoversOf = {},
): TeamUnitOfWork {
  const isDirectorys = before.ownedBy === 'directory';
  const ofDirectory = new Set(isDirectorys ? members : []);
  const manual = new Set(isDirectorys ? [] : members);
  const of = { roster: ofDirectory, directory: ofDirectory, manual, of: 'everybody' } as const;
  return new TeamUnitOfWork({
    accounts: [{ id: accountId, version: 1, settings: { ...defaultAccountSettings, ...settings }, mode: 'enforce' }],
    teams: [before],
    people: [],
    inline: new Map([[accountId, new Set(everybody)]]),
    unknownUserIds: new Map(),
    groups: new Map(),
    members: new Map([[keyOf(accountId, team.id), new TeamMembers(of)]]),
    staged: new Map(),
    teamsOfLeavers: new Map(),
    takeoversOfPeople: new Map(),
    takeovers: takeover ? [takeover] : [],
    takeoverLists: new Map(takeover ? [[listKey(accountId, takeover.id, 'pushed'), rosterOf(pushed)]] : []),
    formerMembers: new Map(
      takeover ? [[keyOf(accountId, takeover.id), { users: new Set(former), all: new Set([...former, ...gone]) }]] : [],
    ),
    held: new Map(),
    unasked: new Set(),
  });
}

const rosterOf = (userIds: readonly string[]) =>
  new TeamMembers({ roster: new Set(userIds), directory: new Set(), manual: new Set(), of: 'everybody' });

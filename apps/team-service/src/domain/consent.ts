import { Refusal } from '@rollcall/contracts';
import { isOver, type Takeover } from './takeover.js';
import type { Account, TeamState } from './team-state.js';
import type { Team } from './team.js';

/** Whether the directory may write to a team, and what waits for an admin. */
export type Consent =
  /** It owns the team, or the account lets it take teams over. */
  | { readonly is: 'given' }
  /** An admin has allowed the takeover, for the losses that were shown. */
  | { readonly is: 'given-for-shown'; readonly takeover: Takeover }
  /** An admin has to allow it; the takeover is that of an earlier push. */
  | { readonly is: 'needed'; readonly takeover?: Takeover }
  /** It waits, and the directory writes to the group that is kept. */
  | { readonly is: 'kept'; readonly takeover: Takeover };

/** Of the team's takeovers the one that counts: the newest that has not ended. */
const presentTakeover = (team: Team, state: TeamState, now: Date): Takeover | undefined =>
  state.takeovers(team).find((takeover) => !isOver(takeover, now));

/** The proposal that SCIM shows instead of the team, where there is one. */
export function keptProposal(team: Team, state: TeamState, now: Date): Takeover | undefined {
  const takeover = presentTakeover(team, state, now);
  return team.ownedBy === 'workspace' && takeover?.state === 'waiting' && takeover.kept ? takeover : undefined;
}

/**
 * Whether a write of the directory may take a team over (rules 11, 26).
 * @throws Refusal takeover-refused where the account forbids it; takeover-declined where an admin has declined this one
 */
export function consentTo(team: Team, { settings }: Account, state: TeamState, now: Date): Consent {
  if (team.ownedBy === 'directory') return { is: 'given' };
  const { displayName } = team;
  if (settings.teamTakeover === 'refuse') throw new Refusal('takeover-refused', { displayName });
  const takeover = presentTakeover(team, state, now);
  switch (takeover?.state) {
    case 'declined':
      throw new Refusal('takeover-declined', { displayName });
    case 'waiting':
      return { is: takeover.kept ? 'kept' : 'needed', takeover };
    case 'allowed':
      return { is: 'given-for-shown', takeover };
    case 'undone':
      return { is: 'needed' };
    case 'done':
    case undefined:
      return { is: settings.teamTakeover === 'review' ? 'needed' : 'given' };
  }
}

/** The version that the directory is shown of its group, and that its conditions are compared with: the proposal's where one is kept. */
export const groupVersion = (team: Team, consent: Consent): number =>
  consent.is === 'kept' ? consent.takeover.version : team.version;

/** Whether an admin has to allow the takeover first: also where more people would lose access than the admin was shown. */
export function mustWait(consent: Consent, team: Team, on: ReadonlySet<string>, state: TeamState): boolean {
  if (consent.is === 'given') return false;
  return consent.is !== 'given-for-shown' || !losesOnlyShown(consent.takeover, team, on, state);
}

/** Whether nobody loses access but those whom the admin was shown. */
function losesOnlyShown(takeover: Takeover, team: Team, on: ReadonlySet<string>, state: TeamState): boolean {
  const shown = state.shownLosses(takeover);
  for (const userId of state.members(team).memberships()) if (!on.has(userId) && !shown.inRoster(userId)) return false;
  return true;
}

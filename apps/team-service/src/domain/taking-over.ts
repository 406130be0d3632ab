import type { Actor } from '@rollcall/contracts';
import type { Consent } from './consent.js';
import { changed, requestOf, timeAfter, undoMs, type PushedIn, type Takeover } from './takeover.js';
import type { Change, TeamState } from './team-state.js';
import type { Team } from './team.js';

/** A takeover that happens: its row, the earlier ones that count no more, and those that can be undone no more. */
export interface TakingOver {
  readonly takeover: Takeover;
  readonly superseded: readonly Takeover[];
  readonly past: readonly Takeover[];
}

/** What the directory, or an admin who allowed it, makes of a takeover. */
export interface Taken {
  readonly team: Team;
  readonly wanted: Pick<Team, 'displayName' | 'externalId'>;
  readonly consent: Consent;
  /** The command, whose id the takeover has where no earlier push was kept. */
  readonly pushedIn: PushedIn;
  readonly actor: Actor;
}

/** The takeover that a write of the directory is; undefined where it takes nothing over. */
export function takingOver(
  { team, wanted, consent, pushedIn, actor }: Taken,
  state: TeamState,
  now: Date,
): TakingOver | undefined {
  if (team.ownedBy !== 'workspace') return undefined;
  const at = now.toISOString();
  const known = 'takeover' in consent ? consent.takeover : undefined;
  const fresh: Takeover = {
    accountId: team.accountId,
    id: pushedIn.id,
    teamId: team.id,
    version: now.getTime(),
    state: 'done',
    kept: false,
    displayName: wanted.displayName,
    pushedBy: actor,
    ...requestOf(pushedIn),
    proposedAt: at,
    updatedAt: at,
  };
  const { displayName } = wanted;
  const former = {
    formerName: team.displayName,
    ...(team.externalId === undefined ? {} : { formerExternalId: team.externalId }),
  };
  const endsAt = timeAfter(now, undoMs);
  const takeover = {
    ...(known ? changed(known, { state: 'done', kept: false, displayName, ...requestOf(pushedIn) }, now) : fresh),
    ...former,
    endsAt,
  };
  const others = state.takeovers(team).filter((other) => other.id !== takeover.id);
  const superseded = others.filter((other) => other.endsAt === undefined).map((other) => ({ ...other, endsAt }));
  return { takeover, superseded, past: others.filter(({ state: is }) => is === 'done') };
}

/** Earlier takeovers that happened: only the last one can be undone, so they are known no longer. */
const pastTakeovers = (past: readonly Takeover[]): Change[] =>
  past.map(({ accountId, teamId, id: takeoverId }) => ({ kind: 'takeover-gone', accountId, teamId, takeoverId }));

/** Records the takeover, and who was in the team before: first of all changes, because they change that. */
export function changesOfTakingOver(
  { takeover, superseded, past }: TakingOver,
  counts: { readonly gained: number; readonly lost: number } | undefined,
): Change[] {
  const { accountId, teamId, id: takeoverId } = takeover;
  return [
    { kind: 'takeover', after: { ...takeover, ...counts } },
    ...superseded.map((other) => ({ kind: 'takeover', after: other }) as const),
    ...pastTakeovers(past),
    { kind: 'former-members', accountId, teamId, takeoverId },
    { kind: 'takeover-lists-gone', accountId, teamId, takeoverId, keepsFormer: true },
  ];
}

import { IsDateString, IsIn, IsOptional, IsUUID } from 'class-validator';
import { IsActor, type Actor } from '../actor.js';
import { defineEvent } from '../define/message.js';
import { Topics } from '../topics.js';
import { reconcilerModes, type ReconcilerMode } from './reconciler-mode.js';
import { TeamEvent } from './team-events.js';

/** Somebody has set how the reconciler treats an account's teams. */
export class ReconcilerModeSet {
  @IsUUID() accountId: string;
  @IsIn(reconcilerModes) mode: ReconcilerMode;
  @IsIn(reconcilerModes) former: ReconcilerMode;
  @IsActor() actor: Actor;
  /** When it becomes `enforce` again by itself. */
  @IsOptional() @IsDateString() until?: string;
}

const accountId = '01890a5d-ac96-774b-bcce-b302099a8057';
const actor: Actor = { kind: 'operator', id: 'root' };
const ofTeam = {
  version: 1,
  topic: Topics.teamEvents,
  key: (e: TeamEvent) => e.teamId,
  payload: TeamEvent,
  example: { accountId, teamId: '01890a5d-ac96-774b-bcce-b302099a8061', ownedBy: 'directory' as const, actor },
} as const;

/** What people ask of the reconciler. They change no team, and have no version. */
export const ReconcilerEvents = {
  modeSet: defineEvent({
    version: 1,
    topic: Topics.teamEvents,
    key: (e: ReconcilerModeSet) => e.accountId,
    type: 'reconciler.mode-set',
    payload: ReconcilerModeSet,
    example: { accountId, mode: 'report-only' as const, former: 'enforce' as const, actor },
  }),
  /** Somebody has a team looked at now. */
  runAsked: defineEvent({ ...ofTeam, type: 'reconciler.run-asked' }),
  /** Somebody lets a held run happen. */
  approved: defineEvent({ ...ofTeam, type: 'reconciler.approved' }),
} as const;

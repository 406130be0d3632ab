import { Type } from 'class-transformer';
import { IsDefined, IsIn, IsUUID, ValidateNested } from 'class-validator';
import { Actor } from '../actor.js';
import { defineMessage } from '../define-message.js';
import { Topics } from '../topics.js';

/**
 * `enforce` corrects drift; `report-only` reports it and changes nothing; `paused` does not look for it
 * (docs/rules.md#the-reconciler).
 */
export const reconcilerModes = ['enforce', 'report-only', 'paused'] as const;
export type ReconcilerMode = (typeof reconcilerModes)[number];

class OfAccount {
  @IsUUID() accountId: string;
  @ValidateNested() @Type(() => Actor) @IsDefined() actor: Actor;
}

/**
 * Sets how the reconciler treats an account's directory-owned teams. Leaving `paused` marks all of them dirty, so that
 * no drift is missed.
 */
export class SetReconcilerMode extends OfAccount {
  @IsIn(reconcilerModes) mode: ReconcilerMode;
}

class OfTeam extends OfAccount {
  @IsUUID() teamId: string;
}

/** Runs the reconciler for one team now. */
export class ReconcileTeam extends OfTeam {}

/** Lets a held run of a team happen, with the drift that it then finds. */
export class ReleaseHeldRun extends OfTeam {}

const accountId = '01890a5d-ac96-774b-bcce-b302099a8057';
const teamId = '01890a5d-ac96-774b-bcce-b302099a8061';
const actor: Actor = { kind: 'operator', id: 'root' };
const base = { kind: 'command', version: 1, topic: Topics.teamCommands } as const;

/** Replies: `{ mode }`, `{ id }`, `{ id }`. */
export const ReconcilerCommands = {
  setMode: defineMessage({
    ...base,
    type: 'reconciler.set-mode',
    key: (c: SetReconcilerMode) => c.accountId,
    payload: SetReconcilerMode,
    example: { accountId, actor, mode: 'report-only' as const },
  }),
  run: defineMessage({
    ...base,
    type: 'reconciler.run',
    key: (c: ReconcileTeam) => c.teamId,
    payload: ReconcileTeam,
    example: { accountId, teamId, actor },
  }),
  release: defineMessage({
    ...base,
    type: 'reconciler.release',
    key: (c: ReleaseHeldRun) => c.teamId,
    payload: ReleaseHeldRun,
    example: { accountId, teamId, actor },
  }),
} as const;

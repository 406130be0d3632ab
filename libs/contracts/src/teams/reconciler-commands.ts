import { Type } from 'class-transformer';
import { IsDefined, IsIn, IsUUID, ValidateNested } from 'class-validator';
import { Actor } from '../actor.js';
import { defineCommand } from '../define/message.js';
import { IdReply } from '../id-reply.js';
import { Topics } from '../topics.js';
import { reconcilerModes, type ReconcilerMode } from './reconciler-mode.js';

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

/** Reply of `reconciler.set-mode`: the mode as committed. */
export class ReconcilerModeReply {
  @IsIn(reconcilerModes) readonly mode: ReconcilerMode;
}

class OfTeam extends OfAccount {
  @IsUUID() teamId: string;
}

/** Runs the reconciler for one team now. */
export class ReconcileTeam extends OfTeam {}

/** Lets a held run of a team happen, with the drift that it then finds. */
export class ApproveHeldRun extends OfTeam {}

const accountId = '01890a5d-ac96-774b-bcce-b302099a8057';
const teamId = '01890a5d-ac96-774b-bcce-b302099a8061';
const actor: Actor = { kind: 'operator', id: 'root' };
const base = { version: 1, topic: Topics.teamCommands } as const;

export const ReconcilerCommands = {
  setMode: defineCommand({
    ...base,
    type: 'reconciler.set-mode',
    key: (c: SetReconcilerMode) => c.accountId,
    payload: SetReconcilerMode,
    reply: ReconcilerModeReply,
    example: { accountId, actor, mode: 'report-only' as const },
  }),
  run: defineCommand({
    ...base,
    type: 'reconciler.run',
    key: (c: ReconcileTeam) => c.teamId,
    payload: ReconcileTeam,
    reply: IdReply,
    example: { accountId, teamId, actor },
  }),
  release: defineCommand({
    ...base,
    type: 'reconciler.release',
    key: (c: ApproveHeldRun) => c.teamId,
    payload: ApproveHeldRun,
    reply: IdReply,
    example: { accountId, teamId, actor },
  }),
} as const;

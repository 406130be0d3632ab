import { IsDateString, IsIn, IsInt, IsOptional, IsString, IsUUID, MaxLength, Min } from 'class-validator';
import { AccountCommand } from '../accounts/account-messages.js';
import type { Actor } from '../actor.js';
import { defineCommand } from '../define/message.js';
import { IdReply } from '../id-reply.js';
import { Nested } from '../schema/nested.js';
import { Topics } from '../topics.js';
import { reconcilerModes, type ReconcilerMode } from './reconciler-mode.js';
import { ModeSetting } from './reconciler-views.js';

/**
 * Sets how the reconciler treats an account's directory-owned teams. Leaving `paused` marks all of them dirty, so that
 * no drift is missed. What is not said is not so: a mode without `until` has no end.
 */
export class SetReconcilerMode extends AccountCommand {
  @IsIn(reconcilerModes) mode: ReconcilerMode;
  /** Why, for those who see it: shown with the mode, and in no event. */
  @IsOptional() @IsString() @MaxLength(300) reason?: string;
  /** When it becomes `enforce` again by itself: RFC 3339, of the other two modes only, at most 90 days ahead. */
  @IsOptional() @IsDateString() until?: string;
}

/** Reply of `reconciler.set-mode`: the mode as committed. */
export class ReconcilerModeReply {
  @IsIn(reconcilerModes) readonly mode: ReconcilerMode;
  @IsOptional() @Nested(() => ModeSetting) readonly setting?: ModeSetting;
}

class OfTeam extends AccountCommand {
  @IsUUID() teamId: string;
}

/** Runs the reconciler for one team now. */
export class ReconcileTeam extends OfTeam {}

/** Lets a held run of a team happen, with the drift that it then finds. */
export class ApproveHeldRun extends OfTeam {
  /** How many the approver was shown that it would put out: refused where another number is held by now. */
  @IsOptional() @IsInt() @Min(0) wouldEvict?: number;
}

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

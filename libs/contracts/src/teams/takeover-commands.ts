import { IsUUID } from 'class-validator';
import { IsActor, type Actor } from '../actor.js';
import { defineCommand } from '../define/message.js';
import { IfMatch } from '../if-match.js';
import { Topics } from '../topics.js';
import { TakeoverReply } from './takeover-views.js';

class OfTakeover {
  @IsUUID() accountId: string;
  @IsUUID() teamId: string;
  @IsUUID() takeoverId: string;
  @IsActor() actor: Actor;
  /** Versions of the takeover as it was shown; refused where it, or its team, has changed since. */
  @IfMatch() ifMatch?: string[];
}

/** Lets a takeover happen: at once what is kept, and the next push of the group where it was refused (rule 26). */
export class AllowTakeover extends OfTakeover {}

/** Refuses the group from now on. */
export class DeclineTakeover extends OfTakeover {}

/** Gives the team back to the workspace, with its former members who are still users. */
export class UndoTakeover extends OfTakeover {}

const example: OfTakeover = {
  accountId: '01890a5d-ac96-774b-bcce-b302099a8057',
  teamId: '01890a5d-ac96-774b-bcce-b302099a8061',
  takeoverId: '01890a5d-ac96-774b-bcce-b302099a8066',
  actor: { kind: 'admin', id: '01890a5d-ac96-774b-bcce-b302099a8063' },
};

/** The key is the takeover's: no two of them are decided in one batch with a push, which changes what they read. */
const base = {
  version: 1,
  topic: Topics.teamCommands,
  key: (c: OfTakeover) => c.takeoverId,
  reply: TakeoverReply,
  example,
} as const;

export const TakeoverCommands = {
  allow: defineCommand({ ...base, type: 'team.allow-takeover', payload: AllowTakeover }),
  decline: defineCommand({ ...base, type: 'team.decline-takeover', payload: DeclineTakeover }),
  undo: defineCommand({ ...base, type: 'team.undo-takeover', payload: UndoTakeover }),
} as const;

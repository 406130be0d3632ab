import { IsInt, IsOptional, IsUUID, Min } from 'class-validator';
import { defineRecord } from '../define/message.js';
import { Topics } from '../topics.js';

/** A sign of life, an hour after the one before: how far the logs of an account are sent, also where nothing has happened in it. */
export class AuditHeartbeat {
  /** The account; of what belongs to none, the nil UUID. */
  @IsUUID('all') accountId: string;
  /** The number of the newest entry of `changes`: it was sent before, and all before it, where the topic was on. 0: there is none yet. */
  @IsInt() @Min(0) changes: number;
  /** The same of `reads`; absent where that log is not sent. */
  @IsOptional() @IsInt() @Min(0) reads?: number;
}

/** What has read it knows that silence is calm: nothing that was in the logs then is still to come. */
export const AuditHeartbeatSent = defineRecord({
  type: 'audit.heartbeat-sent',
  version: 1,
  topic: Topics.auditEntries,
  key: (r: AuditHeartbeat) => r.accountId,
  payload: AuditHeartbeat,
  example: { accountId: '01890a5d-ac96-774b-bcce-b302099a8057', changes: 42 },
});

import { ArrayMaxSize, IsArray, IsIn, IsOptional, IsString, IsUUID, Matches, MaxLength } from 'class-validator';
import { defineRecord } from './define/message.js';
import { openList } from './schema/open-list.js';
import { Topics } from './topics.js';

/** What operators do that no command does: commands are told of by their events. */
export const operatorActs = openList([
  'parked-retried',
  'parked-skipped',
  'dead-letter-shown', // with its payload
  'dead-letter-replayed',
  'topics-watched', // with payloads
  'person-struck', // from the audit log of an account; who it was is said by a hash alone
  'audit-held', // the audit log of an account is kept beyond its time
  'audit-hold-ended',
  'audit-searched', // entries of an audit log were shown, or explanations by them
  'audit-exported', // as a file, or with what proves them
]);
export type OperatorAct = (typeof operatorActs)[number];

/** One act of an operator, recorded before it is done: what cannot be recorded is not done. */
export class OperatorActed {
  @IsIn(operatorActs) act: OperatorAct;
  /** The name that the operator's credential proves, with the label that the operator gave. */
  @IsString() @MaxLength(200) operator: string;
  /** Absent where it is about several accounts, or none. */
  @IsOptional() @IsUUID() accountId?: string;
  /** Where the message is parked, or died. */
  @IsOptional() @IsString() @MaxLength(60) service?: string;
  @IsOptional() @IsString() @MaxLength(100) messageId?: string;
  @IsOptional() @IsString() @MaxLength(100) messageType?: string;
  /** Those that were watched, or that a message was put back on. */
  @IsOptional() @IsArray() @ArrayMaxSize(100) @IsString({ each: true }) topics?: string[];
  /** What a watch was narrowed to: a person, or what one request has caused. */
  @IsOptional() @IsString() @MaxLength(100) userId?: string;
  @IsOptional() @IsString() @MaxLength(100) correlationId?: string;
  /** Of who was struck: SHA-256 of the id, in hexadecimal digits. By it a log that was restored from a backup is struck again. */
  @IsOptional() @Matches(/^[0-9a-f]{64}$/) personHash?: string;
}

export const OperatorActedRecorded = defineRecord({
  type: 'operator.acted',
  version: 1,
  topic: Topics.operatorRecords,
  key: (r: OperatorActed) => r.operator,
  payload: OperatorActed,
  example: {
    act: 'parked-skipped' as const,
    operator: 'ann',
    service: 'team-service',
    messageId: '01890a5d-ac96-774b-bcce-b302099a8063',
    messageType: 'user.released',
  },
});

import { IsDateString, IsInt, IsUUID, Min } from 'class-validator';
import { defineRecord } from './define/message.js';
import { Topics } from './topics.js';

/**
 * Requests of one run of a gateway that were answered and that no record tells of: the disk of its spool was full, or it was killed
 * before it had written them. Every number of a run (the header `ce_sequence`) is that of a record or within such a gap.
 */
export class RequestsMissed {
  /** The run, as `rollcall_bootid` names it. */
  @IsUUID() bootId: string;
  /** The first number that no record has. */
  @IsInt() @Min(1) from: number;
  /** The last one. */
  @IsInt() @Min(1) to: number;
  /** How many requests their records would have told of: exact, unless the whole machine stopped. */
  @IsInt() @Min(1) count: number;
  /** None of them was answered before. */
  @IsDateString() since: string;
  /** None of them was answered after. */
  @IsDateString() until: string;
}

const definition = {
  version: 1,
  key: (missed: RequestsMissed) => missed.bootId,
  payload: RequestsMissed,
  example: {
    bootId: '01890a5d-ac96-774b-bcce-b302099a8067',
    from: 41_207,
    to: 41_211,
    count: 5,
    since: '2026-11-28T20:57:53.120Z',
    until: '2026-11-28T20:57:53.164Z',
  },
} as const;

export const ScimRequestsMissed = defineRecord({
  ...definition,
  type: 'scim.requests-missed',
  topic: Topics.scimRequests,
});

export const WorkspaceRequestsMissed = defineRecord({
  ...definition,
  type: 'workspace.requests-missed',
  topic: Topics.workspaceRequests,
});

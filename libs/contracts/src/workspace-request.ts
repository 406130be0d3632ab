import { IsBoolean, IsInt, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import { defineRecord } from './define/message.js';
import { RecordedFacts } from './recorded-facts.js';
import { Nested } from './schema/nested.js';
import { Topics } from './topics.js';

/**
 * One request of the workspace API with its answer: every write, every one that was refused, and every look at the audit
 * log (rules 20 and 28). No bodies, no query values, no secrets.
 */
export class WorkspaceRequest {
  /** Id of the request: the correlation id of everything that it caused. */
  @IsUUID() requestId: string;
  /** Absent where nobody was signed in. */
  @IsOptional() @IsUUID() accountId?: string;
  @IsOptional() @IsUUID() userId?: string;
  @IsOptional() @IsUUID() sessionId?: string;
  /** Of an audit token, where one was used in place of a session. Where it was refused, it is the one that works no more. */
  @IsOptional() @IsUUID() tokenId?: string;
  @IsString() @MaxLength(10) method: string;
  /** The route's template, e.g. `/api/users/:userId`; `unknown` where no route matches. */
  @IsString() @MaxLength(200) route: string;
  @IsInt() status: number;
  /** The stable code of the refusal, e.g. `forbidden`. */
  @IsOptional() @IsString() @MaxLength(60) code?: string;
  /** What the refusal was about. */
  @IsOptional() @Nested(() => RecordedFacts) facts?: RecordedFacts;
  /** True where the request had its whole effect or none (docs/rules.md#the-budget-of-a-request). */
  @IsOptional() @IsBoolean() outcomeUnknown?: boolean;
  /** True where it was a dry run: nothing was saved, whatever the status (rule 26). */
  @IsOptional() @IsBoolean() dryRun?: boolean;
  @IsInt() durationMs: number;
  @IsOptional() @IsString() @MaxLength(60) address?: string;
  @IsOptional() @IsString() @MaxLength(200) userAgent?: string;
  /** How many requests this record stands for: many refusals in a short time are sampled. */
  @IsOptional() @IsInt() standsFor?: number;
}

export const WorkspaceRequestRecorded = defineRecord({
  type: 'workspace.request-answered',
  version: 1,
  topic: Topics.workspaceRequests,
  key: (r: WorkspaceRequest) => r.accountId ?? r.requestId,
  payload: WorkspaceRequest,
  example: {
    requestId: '01890a5d-ac96-774b-bcce-b302099a8061',
    accountId: '01890a5d-ac96-774b-bcce-b302099a8057',
    userId: '01890a5d-ac96-774b-bcce-b302099a8058',
    sessionId: '01890a5d-ac96-774b-bcce-b302099a8066',
    method: 'POST',
    route: '/api/scim/tokens',
    status: 403,
    code: 'confirmation-needed',
    durationMs: 4,
  },
});

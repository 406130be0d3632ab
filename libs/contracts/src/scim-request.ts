import { IsBoolean, IsInt, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import { defineRecord } from './define/message.js';
import { longestRecordedSentence, RecordedFacts } from './recorded-facts.js';
import { Nested } from './schema/nested.js';
import { Topics } from './topics.js';

/** One SCIM request with the gateway's answer, refused ones too (rule 20). No bodies, no query values, no secrets. */
export class ScimRequest {
  /** Id of the request: the correlation id of everything that it caused. */
  @IsUUID() requestId: string;
  /** Whose token it was, whether or not it let the request in; absent where the token never was anybody's. */
  @IsOptional() @IsUUID() accountId?: string;
  @IsOptional() @IsUUID() tokenId?: string;
  @IsString() @MaxLength(10) method: string;
  /** The route's template, e.g. `/scim/v2/Users/:id`; `unknown` where no route matches. */
  @IsString() @MaxLength(200) route: string;
  /** The resource that the request named or created. */
  @IsOptional() @IsString() @MaxLength(200) resourceId?: string;
  @IsInt() status: number;
  @IsOptional() @IsString() @MaxLength(60) scimType?: string;
  /** The stable code of the refusal, e.g. `user-name-taken`. */
  @IsOptional() @IsString() @MaxLength(60) code?: string;
  /** The sentence of the refusal, as the identity provider got it; in place of values that it had sent stands `…`. */
  @IsOptional() @IsString() @MaxLength(longestRecordedSentence) detail?: string;
  /** What the refusal was about. */
  @IsOptional() @Nested(() => RecordedFacts) facts?: RecordedFacts;
  /** True where the request had its whole effect or none (docs/rules.md#the-budget-of-a-request). */
  @IsOptional() @IsBoolean() outcomeUnknown?: boolean;
  /** True where it was a dry run: nothing was saved, whatever the status (rule 26). */
  @IsOptional() @IsBoolean() dryRun?: boolean;
  @IsInt() durationMs: number;
  @IsOptional() @IsString() @MaxLength(60) address?: string;
  @IsOptional() @IsString() @MaxLength(200) userAgent?: string;
  /** Of an operation of a bulk request: the id of that request. */
  @IsOptional() @IsUUID() bulkRequestId?: string;
  /** How many requests this record stands for: many refusals in a short time are sampled. */
  @IsOptional() @IsInt() standsFor?: number;
}

export const ScimRequestRecorded = defineRecord({
  type: 'scim.request-answered',
  version: 1,
  topic: Topics.scimRequests,
  key: (r: ScimRequest) => r.accountId ?? r.requestId,
  payload: ScimRequest,
  example: {
    requestId: '01890a5d-ac96-774b-bcce-b302099a8061',
    accountId: '01890a5d-ac96-774b-bcce-b302099a8057',
    tokenId: '01890a5d-ac96-774b-bcce-b302099a8059',
    method: 'POST',
    route: '/scim/v2/Users',
    status: 201,
    durationMs: 4,
  },
});

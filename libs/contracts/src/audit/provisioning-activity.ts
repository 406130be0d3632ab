import { ArrayMaxSize, IsArray, IsDateString, IsInt, IsOptional, IsString, IsUUID } from 'class-validator';
import { ListOf, Nested } from '../schema/nested.js';
import { AuditAnswer, AuditEntryView } from './audit-views.js';

/** What the identity provider did in the last 24 hours, and what it did last. */
export class FindProvisioningActivity {
  @IsUUID() readonly accountId: string;
  /** Tokens of the account: whose last request is looked for further back than the 24 hours. */
  @IsArray() @ArrayMaxSize(200) @IsUUID('all', { each: true }) readonly tokenIds: readonly string[];
}

/** Requests in a time, and how many of them were not done: refused, failed, or with an unknown outcome. */
export class RequestCounts {
  @IsInt() readonly requests: number;
  @IsInt() readonly refused: number;
}

/** What one token was used for. */
export class TokenActivity extends RequestCounts {
  @IsUUID() readonly tokenId: string;
  /** When it let a request in last, at most 31 days back, and who that said to be. */
  @IsOptional() @IsDateString() readonly lastRequestAt?: string;
  @IsOptional() @IsString() readonly userAgent?: string;
  /** The code of its newest refusal in the time that was counted. */
  @IsOptional() @IsString() readonly lastRefusalCode?: string;
}

/** People whom the directory made, changed or made inactive: as often as it did, not as many as they are. */
export class DirectoryChanges {
  @IsInt() readonly peopleCreated: number;
  @IsInt() readonly peopleChanged: number;
  @IsInt() readonly peopleDeactivated: number;
  /** Members whom the reconciler put out of teams. */
  @IsInt() readonly evictions: number;
}

/** Streams of the audit log whose receivers have taken nothing for a while. */
export class FailingStreams {
  @IsInt() readonly count: number;
  /** Since when the first of them fails. */
  @IsDateString() readonly since: string;
}

export class ProvisioningActivity extends AuditAnswer {
  /** Since when was counted: 24 hours ago, or later where there was more than could be counted in the time for it. */
  @IsDateString() readonly since: string;
  @Nested(() => RequestCounts) readonly requests: RequestCounts;
  @Nested(() => DirectoryChanges) readonly changes: DirectoryChanges;
  @ListOf(() => TokenActivity) readonly tokens: TokenActivity[];
  /** The newest request that was not done, at most 31 days back. */
  @IsOptional() @Nested(() => AuditEntryView) readonly lastRefusal?: AuditEntryView;
  /** Absent where there are none. */
  @IsOptional() @Nested(() => FailingStreams) readonly failingStreams?: FailingStreams;
}

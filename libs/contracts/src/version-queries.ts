import { IsDateString, IsInt, IsOptional, IsUUID, Max, Min } from 'class-validator';
import { defineQueryOfEach } from './define/query.js';
import { listOf } from './define/shape.js';

/** The largest page of versions. */
export const maxVersions = 5_000;

/** Asks for the versions of what a service owns in an account, in the order of ids. */
export class FindVersions {
  @IsUUID() readonly accountId: string;
  /** Only what was changed since; what has no time of its last change always counts. */
  @IsOptional() @IsDateString() readonly since?: string;
  /** Only what was changed before. */
  @IsDateString() readonly before: string;
  /** The last id of the page before. */
  @IsOptional() @IsUUID() readonly after?: string;
  @IsInt() @Min(1) @Max(maxVersions) readonly limit: number;
}

/** A user, team, token or account, with the version of its last event. */
export class OwnedVersion {
  @IsUUID() readonly id: string;
  @IsInt() readonly version: number;
}

/** Answered by every service that owns something, for audit-service, which compares what it has heard. */
export const VersionQueries = {
  list: defineQueryOfEach({
    method: 'POST',
    path: '/internal/versions',
    request: FindVersions,
    answer: listOf(OwnedVersion),
  }),
} as const;

import { IsDateString, IsIn, IsInt, IsOptional, IsUUID } from 'class-validator';
import { ListOf } from '../schema/nested.js';
import { AuditAnswer } from './audit-views.js';

export const lagBuckets = ['5m', 'hour', 'day'] as const;
export type LagBucket = (typeof lagBuckets)[number];

/**
 * How long changes by hand of directory-owned teams lasted until they were put right. By 5m at most a day, by hour 7 days, by day 31;
 * refuses with `audit-question-invalid` what is longer.
 */
export class FindReconcilerLag {
  @IsUUID() readonly accountId: string;
  /** RFC 3339; by default the longest time that may be asked for. */
  @IsOptional() @IsDateString() readonly since?: string;
  @IsIn(lagBuckets) readonly bucket: LagBucket;
}

/** What was put right in one bucket, in milliseconds from the hand's change on. */
export class LagOfBucket {
  /** RFC 3339: when the bucket begins. */
  @IsDateString() readonly from: string;
  /** People put out or back. */
  @IsInt() readonly count: number;
  @IsInt() readonly p50Ms: number;
  @IsInt() readonly p95Ms: number;
  @IsInt() readonly maxMs: number;
}

export class ReconcilerLag extends AuditAnswer {
  @IsDateString() readonly since: string;
  /** Buckets in which nothing was put right are left out. */
  @ListOf(() => LagOfBucket) readonly buckets: LagOfBucket[];
}

import type { ReconcilerRun } from '@rollcall/contracts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** Why a team was marked: what the run's events name as their cause. */
export interface Cause {
  readonly id: string;
  readonly correlationId: string;
  readonly traceparent?: string;
}

/** A team that is to be looked at. */
@Entity('dirty_teams')
@Index('dirty_teams_by_time', ['not_before'])
export class DirtyTeamRow {
  @PrimaryColumn('uuid') readonly account_id: string;
  @PrimaryColumn('uuid') readonly team_id: string;
  /** Raised by each mark, compared and never counted with: text, as pg gives it. */
  @Column('bigint') readonly seq: string;
  @Column('timestamptz') readonly dirty_at: Date;
  @Column('timestamptz') readonly not_before: Date;
  @Column('int', { default: 0 }) readonly attempts: number;
  @Column('timestamptz', { nullable: true }) readonly leased_until: Date | null;
  @Column('json') readonly cause: Cause;
}

/** A run that would evict too many and waits for somebody to let it go. */
@Entity('held_runs')
export class HeldRunRow {
  @PrimaryColumn('uuid') readonly account_id: string;
  @PrimaryColumn('uuid') readonly team_id: string;
  @Column('timestamptz') readonly since: Date;
  @Column('text') readonly reason: string;
  @Column('boolean') readonly released: boolean;
}

/** Somebody who was evicted from the same team again and again. */
@Entity('contests')
@Index('contests_by_age', ['last_at'])
export class ContestRow {
  @PrimaryColumn('uuid') readonly account_id: string;
  @PrimaryColumn('uuid') readonly team_id: string;
  @PrimaryColumn('uuid') readonly user_id: string;
  @Column('int') readonly evictions: number;
  @Column('timestamptz') readonly last_at: Date;
}

/** What a run of the reconciler came to. */
@Entity('reconciler_runs')
@Index('reconciler_runs_by_age', ['started_at'])
export class ReconcilerRunRow {
  @PrimaryColumn('uuid') readonly account_id: string;
  @PrimaryColumn('uuid') readonly id: string;
  @Column('uuid') readonly team_id: string;
  @Column('text') readonly outcome: ReconcilerRun['outcome'];
  @Column('timestamptz') readonly started_at: Date;
  @Column('json') readonly evicted: ReconcilerRun['evicted'];
  @Column('json') readonly restored: ReconcilerRun['restored'];
  @Column('text', { nullable: true }) readonly reason: string | null;
}

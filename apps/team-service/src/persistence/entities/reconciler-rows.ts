import type { ReconcilerRun } from '@rollcall/contracts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** The message by which a team was marked dirty: the run's events name it as their cause. */
export interface Cause {
  readonly id: string;
  readonly correlationId: string;
  readonly traceparent?: string;
}

/** A team that the reconciler is to look at. */
@Entity('dirty_teams')
@Index('dirty_teams_by_time', ['not_before'])
export class DirtyTeamRow {
  @PrimaryColumn('uuid') readonly account_id: string;
  @PrimaryColumn('uuid') readonly team_id: string;
  /** Each mark raises it. It is only compared, never counted with, and so stays the text that pg returns. */
  @Column('bigint') readonly seq: string;
  @Column('timestamptz') readonly dirty_at: Date;
  @Column('timestamptz') readonly not_before: Date;
  @Column('int', { default: 0 }) readonly attempts: number;
  @Column('timestamptz', { nullable: true }) readonly leased_until: Date | null;
  @Column('json') readonly cause: Cause;
}

/** A run that would evict too many users and waits for approval. */
@Entity('held_runs')
export class HeldRunRow {
  @PrimaryColumn('uuid') readonly account_id: string;
  @PrimaryColumn('uuid') readonly team_id: string;
  @Column('timestamptz') readonly since: Date;
  @Column('text') readonly reason: string;
  @Column('boolean') readonly released: boolean;
  /** What the newest look at the team found: null of runs that an older version held. */
  @Column('int', { nullable: true }) readonly would_evict: number | null;
  @Column('int', { nullable: true }) readonly would_restore: number | null;
  @Column('int', { nullable: true }) readonly members: number | null;
  /** How many may be evicted without approval. */
  @Column('int', { nullable: true }) readonly allowed: number | null;
}

/** A user who was evicted from the same team repeatedly. */
@Entity('contests')
@Index('contests_by_age', ['last_at'])
export class ContestRow {
  @PrimaryColumn('uuid') readonly account_id: string;
  @PrimaryColumn('uuid') readonly team_id: string;
  @PrimaryColumn('uuid') readonly user_id: string;
  @Column('int') readonly evictions: number;
  @Column('timestamptz') readonly last_at: Date;
}

/** The result of a run of the reconciler. */
@Entity('reconciler_runs')
@Index('reconciler_runs_by_age', ['started_at'])
@Index('reconciler_runs_by_team', ['account_id', 'team_id', 'id'])
@Index('reconciler_runs_not_done', ['account_id', 'outcome', 'id'], { where: "outcome <> 'done'" })
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

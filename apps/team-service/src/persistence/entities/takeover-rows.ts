import type { Actor, Membership, TakeoverState } from '@rollcall/contracts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { TakeoverList } from '../../domain/team-state.js';

/** A takeover of a workspace team: one that waits or was declined, or one that happened. */
@Entity('takeovers')
@Index('takeovers_by_team', ['account_id', 'team_id'])
@Index('takeovers_by_end', ['ends_at'])
@Index('takeovers_kept', ['account_id', 'team_id'], { where: "state = 'waiting' AND kept" })
export class TakeoverRow {
  @PrimaryColumn('uuid') readonly account_id: string;
  @PrimaryColumn('uuid') readonly id: string;
  @Column('uuid') readonly team_id: string;
  @Column('text') readonly state: TakeoverState;
  @Column('boolean') readonly kept: boolean;
  /** What was pushed are the lists `on` and `off`: changes to the members of the moment. */
  @Column('boolean', { default: false }) readonly partial: boolean;
  @Column('text') readonly display_name: string;
  /** The key of searches by name: written, and never selected. */
  @Column('text', { nullable: true, select: false }) readonly name_key?: string | null;
  @Column('text', { nullable: true }) readonly external_id: string | null;
  /** Of the team before; null where it has not happened, or had before these were kept. */
  @Column('text', { nullable: true }) readonly former_name: string | null;
  @Column('text', { nullable: true }) readonly former_external_id: string | null;
  @Column('json') readonly pushed_by: Actor;
  /** The directory's last request about it. */
  @Column('uuid', { nullable: true }) readonly request_id: string | null;
  @Column('timestamptz') readonly proposed_at: Date;
  @Column('timestamptz') readonly updated_at: Date;
  @Column('json', { nullable: true }) readonly decided_by: Actor | null;
  @Column('timestamptz', { nullable: true }) readonly decided_at: Date | null;
  @Column('timestamptz', { nullable: true }) readonly ends_at: Date | null;
  @Column('int', { nullable: true }) readonly gained: number | null;
  @Column('int', { nullable: true }) readonly lost: number | null;
}

/**
 * A person of a takeover: `pushed` with the group, or put `on` or `off` it; a `shown-loss`, who loses access as the admin saw who allowed it; or
 * `former`, who was in the team before, with the membership of then.
 */
@Entity('takeover_people')
@Index('takeover_people_by_user', ['account_id', 'user_id'])
export class TakeoverPersonRow {
  @PrimaryColumn('uuid') readonly account_id: string;
  @PrimaryColumn('uuid') readonly takeover_id: string;
  @PrimaryColumn('text') readonly list: TakeoverList | 'former';
  @PrimaryColumn('uuid') readonly user_id: string;
  @Column('text', { nullable: true }) readonly source: Membership['source'] | null;
  @Column('timestamptz', { nullable: true }) readonly added_at: Date | null;
  @Column('json', { nullable: true }) readonly added_by: Actor | null;
}

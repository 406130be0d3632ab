import type { Actor, Membership } from '@rollcall/contracts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** Somebody of whom the directory says that they belong to the team. */
@Entity('roster')
@Index('roster_by_user', ['account_id', 'user_id'])
export class RosterRow {
  @PrimaryColumn('uuid') readonly account_id: string;
  @PrimaryColumn('uuid') readonly team_id: string;
  @PrimaryColumn('uuid') readonly user_id: string;
}

/** Somebody who is in the team. */
@Entity('memberships')
@Index('memberships_by_hand', ['account_id', 'user_id'], { where: `source = 'manual'` })
export class MembershipRow {
  @PrimaryColumn('uuid') readonly account_id: string;
  @PrimaryColumn('uuid') readonly team_id: string;
  @PrimaryColumn('uuid') readonly user_id: string;
  @Column('text') readonly source: Membership['source'];
  @Column('timestamptz') readonly added_at: Date;
  @Column('json') readonly added_by: Actor;
}

/** Who took a roster's member out by hand: a restoration says so. */
@Entity('removals_by_hand')
export class RemovalByHandRow {
  @PrimaryColumn('uuid') readonly account_id: string;
  @PrimaryColumn('uuid') readonly team_id: string;
  @PrimaryColumn('uuid') readonly user_id: string;
  @Column('text') readonly removed_by: string;
  @Column('timestamptz') readonly removed_at: Date;
}

/** A part of a long member list, until the command that names it comes (ADR 0013). */
@Entity('staged_members')
@Index('staged_members_by_age', ['staged_at'])
export class StagedMembersRow {
  @PrimaryColumn('uuid') readonly account_id: string;
  @PrimaryColumn('uuid') readonly stage_id: string;
  @PrimaryColumn('int') readonly part: number;
  @Column('uuid', { array: true }) readonly user_ids: string[];
  /** What is no id: it is refused by name. */
  @Column('text', { array: true }) readonly others: string[];
  @Column('timestamptz') readonly staged_at: Date;
}

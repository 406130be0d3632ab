import type { Actor, Membership } from '@rollcall/contracts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A user who belongs to the team by the directory's last word. */
@Entity('roster')
@Index('roster_by_user', ['account_id', 'user_id'])
export class RosterRow {
  @PrimaryColumn('uuid') readonly account_id: string;
  @PrimaryColumn('uuid') readonly team_id: string;
  @PrimaryColumn('uuid') readonly user_id: string;
}

/** A user who is in the team. */
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

/** Who removed a roster member by hand: the event of the restoration names that person. */
@Entity('removals_by_hand')
export class RemovalByHandRow {
  @PrimaryColumn('uuid') readonly account_id: string;
  @PrimaryColumn('uuid') readonly team_id: string;
  @PrimaryColumn('uuid') readonly user_id: string;
  @Column('text') readonly removed_by: string;
  @Column('timestamptz') readonly removed_at: Date;
}

/** A part of a long member list, kept until the command that names the list arrives (ADR 0013). */
@Entity('staged_members')
@Index('staged_members_by_age', ['staged_at'])
export class StagedMembersRow {
  @PrimaryColumn('uuid') readonly account_id: string;
  @PrimaryColumn('uuid') readonly stage_id: string;
  @PrimaryColumn('int') readonly part: number;
  @Column('uuid', { array: true }) readonly user_ids: string[];
  /** Values that are no ids; the refusal names them. */
  @Column('text', { array: true }) readonly others: string[];
  @Column('timestamptz') readonly staged_at: Date;
}

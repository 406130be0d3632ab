import type { ManagedBy } from '@rollcall/contracts';
import { bigintAsNumber } from '@rollcall/persistence';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('teams')
@Index('teams_by_name', ['account_id', 'name_key'], { unique: true })
@Index('teams_by_external_id', ['account_id', 'external_id'], { where: 'external_id IS NOT NULL' })
export class TeamRow {
  @PrimaryColumn('uuid') readonly account_id: string;
  @PrimaryColumn('uuid') readonly id: string;
  @Column('bigint', { transformer: bigintAsNumber }) readonly version: number;
  @Column('text') readonly display_name: string;
  /** The key of look-ups by name: written, and never selected. */
  @Column('text', { select: false }) readonly name_key?: string;
  @Column('text', { nullable: true }) readonly external_id: string | null;
  @Column('text') readonly owned_by: ManagedBy;
  @Column('timestamptz', { nullable: true }) readonly owned_since: Date | null;
  @Column('timestamptz', { nullable: true }) readonly waits_until: Date | null;
  @Column('timestamptz') readonly created_at: Date;
  @Column('timestamptz') readonly updated_at: Date;
}

/** What stays of a deleted team, so that what happened can be told with its name. */
@Entity('former_teams')
@Index('former_teams_by_name', ['account_id', 'name_key', 'deleted_at'])
export class FormerTeamRow {
  @PrimaryColumn('uuid') readonly account_id: string;
  @PrimaryColumn('uuid') readonly id: string;
  @Column('text') readonly display_name: string;
  @Column('text') readonly owned_by: ManagedBy;
  @Column('timestamptz') readonly deleted_at: Date;
  /** Of its last event; null of those that older versions deleted. */
  @Column('bigint', { nullable: true, transformer: bigintAsNumber }) readonly version: number | null;
  @Column('text', { nullable: true, select: false }) readonly name_key?: string | null;
}

import type { ManagedBy, UserProfile } from '@rollcall/contracts';
import { bigintAsNumber } from '@rollcall/persistence';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/**
 * A user. The primary key also orders lists; its index includes more columns, which TypeORM cannot declare, as it cannot those of the
 * indexes that are named alone.
 */
@Entity('users')
@Index('users_by_name', ['account_id', 'user_name_key'], { unique: true, where: 'NOT released' })
@Index('users_released_by_name', ['account_id', 'user_name_key'], { where: 'released' })
@Index('users_released_by_time', ['account_id', 'updated_at'], { where: 'released' })
@Index('users_by_external_id', ['account_id', 'external_id'], { where: 'external_id IS NOT NULL' })
@Index('users_by_email', ['email_keys'], { type: 'gin', where: 'email_keys IS NOT NULL' })
@Index('users_active_admins', ['account_id'], { where: `user_type = 'admin' AND active AND NOT released` })
@Index('users_by_role', ['account_id', 'user_type'], { where: 'length(user_type) = 36' })
@Index('users_by_type', { synchronize: false })
@Index('users_by_update', { synchronize: false })
@Index('users_inactive', { synchronize: false })
@Index('users_by_display_name', { synchronize: false })
export class UserRow {
  @PrimaryColumn('uuid') readonly account_id: string;
  @PrimaryColumn('uuid') readonly id: string;
  @Column('bigint', { transformer: bigintAsNumber }) readonly version: number;
  @Column('text') readonly user_name: string;
  /** The key of look-ups by name: written, and never selected. */
  @Column('text', { select: false }) readonly user_name_key?: string;
  @Column('text', { nullable: true }) readonly external_id: string | null;
  /** As `user_name_key`; null where the userName is the only address. */
  @Column('text', { array: true, nullable: true, select: false }) readonly email_keys?: string[] | null;
  @Column('text') readonly user_type: string;
  @Column('boolean') readonly active: boolean;
  @Column('text') readonly managed_by: ManagedBy;
  @Column('boolean') readonly released: boolean;
  @Column('boolean') readonly deactivated_by_directory: boolean;
  @Column('boolean') readonly has_password: boolean;
  @Column('boolean', { default: false }) readonly made_in_product: boolean;
  @Column('boolean', { default: false }) readonly own_sign_in: boolean;
  @Column('boolean', { default: false }) readonly may_hand_over: boolean;
  @Column('boolean', { default: false }) readonly is_held: boolean;
  @Column('boolean', { default: false }) readonly directory_knows_password: boolean;
  @Column('jsonb') readonly profile: UserProfile;
  @Column('timestamptz') readonly created_at: Date;
  @Column('timestamptz') readonly updated_at: Date;
}

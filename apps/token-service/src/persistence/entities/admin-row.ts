import { bigintAsNumber } from '@rollcall/persistence';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A user who was asked about as the creator of a token, in the newest known state. */
@Entity('admins')
export class AdminRow {
  @PrimaryColumn('uuid') readonly account_id: string;
  @PrimaryColumn('uuid') readonly user_id: string;
  @Column('bigint', { transformer: bigintAsNumber }) readonly version: number;
  @Column('boolean') readonly is_active_admin: boolean;
}

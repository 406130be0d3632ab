import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An account whose logs are kept beyond their time. */
@Entity('holds')
export class HoldRow {
  @PrimaryColumn('uuid') readonly account_id: string;
  @Column('timestamptz') readonly since: Date;
}

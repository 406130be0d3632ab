import { bigintAsNumber } from '@rollcall/persistence';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** The stone of an erased user: what stays, so that the id is never given again. */
@Entity('erased_users')
export class ErasedUserRow {
  @PrimaryColumn('uuid') readonly account_id: string;
  @PrimaryColumn('uuid') readonly id: string;
  @Column('bigint', { transformer: bigintAsNumber }) readonly version: number;
  @Column('timestamptz', { default: () => 'now()' }) readonly erased_at: Date;
}

/** An erased person whose traces elsewhere are being removed, for some seconds: then the row is deleted. */
@Entity('open_erasures')
@Index('open_erasures_by_time', ['erased_at'])
export class OpenErasureRow {
  @PrimaryColumn('uuid') readonly account_id: string;
  @PrimaryColumn('uuid') readonly user_id: string;
  /** What the person is looked for by: `ErasedPerson`. */
  @Column('json') readonly person: object;
  /** Who erased the person, and by which command. */
  @Column('json') readonly cause: object;
  @Column('timestamptz', { default: () => 'now()' }) readonly erased_at: Date;
  /** Until then the instance that took it has time. */
  @Column('timestamptz', { nullable: true }) readonly taken_until: Date | null;
}

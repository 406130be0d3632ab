import type { AccountSettings, ReconcilerMode } from '@rollcall/contracts';
import { bigintAsNumber } from '@rollcall/persistence';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What is kept here of an account of user-service; version 0: asked about, nothing heard yet. */
@Entity('accounts')
export class AccountRow {
  @PrimaryColumn('uuid') readonly id: string;
  @Column('bigint', { transformer: bigintAsNumber }) readonly version: number;
  @Column('json') readonly settings: Partial<AccountSettings>;
  @Column('text') readonly mode: ReconcilerMode;
}

/** What is kept here of a user of user-service. */
@Entity('people')
export class PersonRow {
  @PrimaryColumn('uuid') readonly account_id: string;
  @PrimaryColumn('uuid') readonly user_id: string;
  @Column('bigint', { transformer: bigintAsNumber }) readonly version: number;
  @Column('boolean') readonly active: boolean;
  @Column('boolean') readonly released: boolean;
}

/** A question about users to user-service that is not answered yet. */
@Entity('questions')
export class QuestionRow {
  @PrimaryColumn('uuid') readonly account_id: string;
  @PrimaryColumn('uuid') readonly id: string;
  @Column('timestamptz') readonly asked_at: Date;
}

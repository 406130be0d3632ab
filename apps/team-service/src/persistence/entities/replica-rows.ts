import type { AccountSettings, ReconcilerMode } from '@rollcall/contracts';
import { bigintAsNumber } from '@rollcall/persistence';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The replica of an account of user-service; version 0: a query is open and has no answer yet. */
@Entity('accounts')
export class AccountRow {
  @PrimaryColumn('uuid') readonly id: string;
  @Column('bigint', { transformer: bigintAsNumber }) readonly version: number;
  @Column('json') readonly settings: Partial<AccountSettings>;
  @Column('text') readonly mode: ReconcilerMode;
}

/** The replica of a user of user-service. */
@Entity('people')
export class PersonRow {
  @PrimaryColumn('uuid') readonly account_id: string;
  @PrimaryColumn('uuid') readonly user_id: string;
  @Column('bigint', { transformer: bigintAsNumber }) readonly version: number;
  @Column('boolean') readonly active: boolean;
  @Column('boolean') readonly released: boolean;
}

/** An open query about users: user-service has not answered it yet. */
@Entity('questions')
export class QuestionRow {
  @PrimaryColumn('uuid') readonly account_id: string;
  @PrimaryColumn('uuid') readonly id: string;
  @Column('timestamptz') readonly asked_at: Date;
}

import type { AccountSettings, Actor, ReconcilerMode } from '@rollcall/contracts';
import { bigintAsNumber } from '@rollcall/persistence';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** The replica of an account of user-service; version 0: a query is open and has no answer yet. */
@Entity('accounts')
@Index('accounts_by_end_of_mode', ['mode_until'], { where: 'mode_until IS NOT NULL' })
export class AccountRow {
  @PrimaryColumn('uuid') readonly id: string;
  @Column('bigint', { transformer: bigintAsNumber }) readonly version: number;
  @Column('json') readonly settings: Partial<AccountSettings>;
  @Column('text') readonly mode: ReconcilerMode;
  /** Since when, by whom and why it is so, and until when; all null where nobody has set it. */
  @Column('timestamptz', { nullable: true }) readonly mode_since: Date | null;
  @Column('json', { nullable: true }) readonly mode_by: Actor | null;
  @Column('text', { nullable: true }) readonly mode_reason: string | null;
  @Column('timestamptz', { nullable: true }) readonly mode_until: Date | null;
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

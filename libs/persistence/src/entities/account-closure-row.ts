import type { ClosureCause, ClosureState } from '@rollcall/contracts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { bigintAsNumber } from './bigint-as-number.js';

/** How far the closing of an account has come; of a closed account this row is all that stays. */
@Entity('account_closures')
@Index('account_closures_due', ['due_at'], { where: 'due_at IS NOT NULL' })
export class AccountClosureRow {
  @PrimaryColumn('uuid') readonly account_id: string;
  @Column('text') readonly state: ClosureState;
  @Column('bigint', { transformer: bigintAsNumber }) readonly version: number;
  /** When this service learnt of it. */
  @Column('timestamptz') readonly since: Date;
  /** `closing`: the end of the term, where this service ends it. `closed`: when rows of the account are looked for next. */
  @Column('timestamptz', { nullable: true }) readonly due_at: Date | null;
  @Column('json', { nullable: true }) readonly cause: ClosureCause | null;
}

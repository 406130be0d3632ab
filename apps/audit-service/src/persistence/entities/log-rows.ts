import type { AuditLog } from '@rollcall/contracts';
import { bigintAsNumber } from '@rollcall/persistence';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One log of an account. Who adds entries holds the lock of its row: so their numbers have no gaps. */
@Entity('audit_logs')
export class AuditLogRow {
  @PrimaryColumn('uuid') readonly account_id: string;
  @PrimaryColumn('text') readonly log: AuditLog;
  /** The number of its last entry. */
  @Column('bigint', { transformer: bigintAsNumber }) readonly size: number;
  /** The day of its last entry: never goes back. */
  @Column('date') readonly last_day: string;
}

/** Where a day begins in a log, and what it can hold: days that can hold nothing wanted are not searched. */
@Entity('account_days')
export class AccountDayRow {
  @PrimaryColumn('uuid') readonly account_id: string;
  @PrimaryColumn('text') readonly log: AuditLog;
  @PrimaryColumn('date') readonly day: string;
  @Column('bigint', { transformer: bigintAsNumber }) readonly first_seq: number;
  /** The oldest `at` of its entries. */
  @Column('timestamptz') readonly oldest_at: Date;
}

/** The last version that was heard of a user, team, token or account: the next event of it has the next one. */
@Entity('last_versions')
export class LastVersionRow {
  @PrimaryColumn('uuid') readonly account_id: string;
  @PrimaryColumn('uuid') readonly subject_id: string;
  @Column('bigint', { transformer: bigintAsNumber }) readonly version: number;
}

/** How far a partition has been read. Saved in the transaction of the entries: so each record is there once. */
@Entity('consumed')
export class ConsumedRow {
  @PrimaryColumn('text') readonly topic: string;
  @PrimaryColumn('integer') readonly partition: number;
  @Column('bigint', { transformer: bigintAsNumber }) readonly next_offset: number;
  /** Of what came before, records are missing; null where none ever were. */
  @Column('timestamptz', { nullable: true }) readonly complete_since: Date | null;
  /** Records before the next one are missing: that one says since when the log is complete. */
  @Column('boolean') readonly is_cut: boolean;
}

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
  /** Events that happened before may be missing of it; null where none is. */
  @Column('timestamptz', { nullable: true }) readonly missing_until: Date | null;
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

/** Up to when what the owners say of an account was compared with what was heard. */
@Entity('compared_accounts')
export class ComparedAccountRow {
  @PrimaryColumn('uuid') readonly account_id: string;
  @Column('timestamptz') readonly compared_to: Date;
}

/** One run of a gateway, whose records of requests are numbered 1, 2, 3 on all partitions of a topic together. */
@Entity('recorder_runs')
export class RecorderRunRow {
  @PrimaryColumn('uuid') readonly boot_id: string;
  @Column('text') readonly topic: string;
  /** The numbers that were heard of, or told as missing. */
  @Column('int8multirange') readonly heard: string;
  @Column('timestamptz') readonly heard_at: Date;
  /** Records of it may have been gone before they were read: the numbers that are missing so far are no news. */
  @Column('boolean') readonly is_cut: boolean;
  /** Requests of it that were answered before may be missing; null where none is. */
  @Column('timestamptz', { nullable: true }) readonly missing_until: Date | null;
}

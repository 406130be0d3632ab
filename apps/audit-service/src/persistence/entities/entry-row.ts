import type { AuditActorKind, AuditKind, AuditOutcome, AuditSubjectKind } from '@rollcall/contracts';
import { bigintAsNumber } from '@rollcall/persistence';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** What both tables of entries have. */
abstract class Entry {
  @PrimaryColumn('uuid') readonly account_id: string;
  /** Its place in the account's log: 1, 2, 3, without gaps. */
  @PrimaryColumn('bigint', { transformer: bigintAsNumber }) readonly seq: number;
  /** Of receipt (UTC); the partition. */
  @PrimaryColumn('date') readonly day: string;
  @Column('uuid') readonly id: string;
  /** When it happened, by the clock of who told of it. */
  @Column('timestamptz') readonly at: Date;
  @Column('timestamptz') readonly received_at: Date;
  @Column('text') readonly kind: AuditKind;
  @Column('text') readonly type: string;
  @Column('text') readonly outcome: AuditOutcome;
  @Column('text', { nullable: true }) readonly actor_kind: AuditActorKind | null;
  @Column('text', { nullable: true }) readonly actor_id: string | null;
  @Column('text', { nullable: true }) readonly subject_kind: AuditSubjectKind | null;
  @Column('uuid', { nullable: true }) readonly subject_id: string | null;
  @Column('uuid', { array: true, nullable: true }) readonly also: string[] | null;
  @Column('uuid', { nullable: true }) readonly correlation_id: string | null;
  @Column('uuid', { nullable: true }) readonly causation_id: string | null;
  @Column('bigint', { nullable: true, transformer: bigintAsNumber }) readonly version: number | null;
  @Column('text', { nullable: true }) readonly method: string | null;
  @Column('text', { nullable: true }) readonly route: string | null;
  @Column('smallint', { nullable: true }) readonly status: number | null;
  @Column('text', { nullable: true }) readonly code: string | null;
  @Column('integer', { nullable: true }) readonly duration_ms: number | null;
  /** Of `sources`, of the same day. */
  @Column('bigint', { nullable: true }) readonly source_id: string | null;
  @Column('json', { nullable: true }) readonly detail: Readonly<Record<string, unknown>> | null;
  /** Where the record was read. */
  @Column('text') readonly topic: string;
  @Column('smallint') readonly part: number;
  @Column('bigint', { transformer: bigintAsNumber }) readonly off: number;
}

/** The log of changes: everything but requests that only read and succeeded. Holds ids, never names or addresses. */
@Entity('entries')
@Index('entries_by_id', ['id', 'day'], { unique: true })
@Index('entries_by_subject', ['account_id', 'subject_id', 'seq'])
@Index('entries_by_actor', ['account_id', 'actor_id', 'seq'])
@Index('entries_by_request', ['correlation_id'])
@Index('entries_not_done', ['account_id', 'seq'], { where: "outcome <> 'done'" })
@Index('entries_by_others', { synchronize: false })
@Index('entries_put_right', ['account_id', 'at'], { where: "type = 'team.reconciled'" })
export class EntryRow extends Entry {}

/** The log of reads, which is kept for a shorter time. */
@Entity('read_entries')
@Index('read_entries_by_id', ['id', 'day'], { unique: true })
@Index('read_entries_by_actor', ['account_id', 'actor_id', 'seq'])
@Index('read_entries_by_request', ['correlation_id'])
export class ReadEntryRow extends Entry {}

import type { AuditLog, AuditStreamFormat, AuditStreamKind, WebhookProblem } from '@rollcall/contracts';
import { bigintAsNumber } from '@rollcall/persistence';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Where entries of one log of an account are sent, how far that has come, and how it goes. */
@Entity('audit_streams')
export class AuditStreamRow {
  @PrimaryColumn('uuid') readonly account_id: string;
  @PrimaryColumn('uuid') readonly id: string;
  @Column('text') readonly kind: AuditStreamKind;
  @Column('text') readonly url: string;
  /** PEM; null: those whom everybody trusts. */
  @Column('text', { nullable: true }) readonly ca: string | null;
  @Column('text') readonly log: AuditLog;
  @Column('text') readonly format: AuditStreamFormat;
  @Column('boolean', { default: false }) readonly is_paused: boolean;
  @Column('timestamptz') readonly created_at: Date;
  /** Of what admins change: one more with each act. How far the stream has come is no part of it. */
  @Column('integer', { default: 1 }) readonly version: number;
  /** Sealed with AUDIT_STREAM_KEY; null of syslog, which has none. */
  @Column('text', { nullable: true }) readonly secret: string | null;
  @Column('text', { nullable: true }) readonly old_secret: string | null;
  @Column('timestamptz', { nullable: true }) readonly old_secret_ends_at: Date | null;
  /** The number of the entry up to which everything is delivered. */
  @Column('bigint', { transformer: bigintAsNumber }) readonly seq: number;
  /** Where the message ends that is under way: at each attempt it is the same. Null: none is. */
  @Column('bigint', { nullable: true, transformer: bigintAsNumber }) readonly batch_to: number | null;
  /** How many entries were dropped before they could be sent. */
  @Column('bigint', { transformer: bigintAsNumber }) readonly missed: number;
  /** Failed attempts since the last success. */
  @Column('integer', { default: 0 }) readonly failures: number;
  @Column('timestamptz', { nullable: true }) readonly failing_since: Date | null;
  /** That it is failing stands in the log. */
  @Column('boolean', { default: false }) readonly is_told: boolean;
  /** Of the last attempt. */
  @Column('text', { nullable: true }) readonly problem: WebhookProblem | null;
  @Column('integer', { nullable: true }) readonly status: number | null;
  @Column('timestamptz', { nullable: true }) readonly last_at: Date | null;
  @Column('timestamptz', { nullable: true }) readonly delivered_at: Date | null;
  /** Nothing is sent before. */
  @Column('timestamptz', { default: () => 'now()' }) readonly rests_until: Date;
  /** An instance sends; after that time another one may. */
  @Column('timestamptz', { nullable: true }) readonly taken_until: Date | null;
  /** Which turn has taken it. */
  @Column('uuid', { nullable: true }) readonly taken_by: string | null;
}

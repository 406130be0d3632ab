import type { Actor, NoticeKind, NoticeOutcome } from '@rollcall/contracts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** What waits for an admin, or has happened and is to be known. At most one of a kind and subject waits. */
@Entity('notices')
@Index('notices_waiting', ['account_id', 'kind', 'subject_id'], { unique: true, where: 'ended_at IS NULL' })
@Index('notices_to_hand_out', ['account_id', 'id'], { where: 'handed_out_at IS NULL' })
@Index('notices_ended', ['ended_at'], { where: 'ended_at IS NOT NULL' })
export class NoticeRow {
  @PrimaryColumn('uuid') readonly account_id: string;
  @PrimaryColumn('uuid') readonly id: string;
  @Column('text') readonly kind: NoticeKind;
  /** Of a user, a team, a token, or of the account. */
  @Column('uuid') readonly subject_id: string;
  @Column('timestamptz') readonly since: Date;
  @Column('timestamptz', { nullable: true }) readonly ended_at: Date | null;
  /** What became of it; null while it waits, and where it ended before that was kept. */
  @Column('text', { nullable: true }) readonly outcome: NoticeOutcome | null;
  /** When it was handed out to its recipients outside; until then it is its own entry in an outbox. */
  @Column('timestamptz', { nullable: true }) readonly handed_out_at: Date | null;
  @Column('json', { nullable: true }) readonly acknowledged: { readonly by: Actor; readonly at: string } | null;
}

/** The last word of another service about a team or a token: by it old and repeated events are known. */
@Entity('notice_words')
export class NoticeWordRow {
  @PrimaryColumn('uuid') readonly account_id: string;
  @PrimaryColumn('text') readonly kind: NoticeKind;
  @PrimaryColumn('uuid') readonly subject_id: string;
  @Column('timestamptz') readonly at: Date;
  /** The id of a takeover. */
  @Column('uuid', { nullable: true }) readonly about: string | null;
}

import type { NoticeKind } from '@rollcall/contracts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** An address of an account's choice to which notices are sent, and how that goes. */
@Entity('webhooks')
export class WebhookRow {
  @PrimaryColumn('uuid') readonly account_id: string;
  @PrimaryColumn('uuid') readonly id: string;
  /** Rises with each change by an admin. */
  @Column('integer', { default: 1 }) readonly version: number;
  @Column('text') readonly url: string;
  /** Null: all. */
  @Column('json', { nullable: true }) readonly kinds: NoticeKind[] | null;
  @Column('boolean') readonly is_enabled: boolean;
  @Column('timestamptz') readonly created_at: Date;
  /** Sealed with WEBHOOK_KEY. */
  @Column('text') readonly secret: string;
  @Column('text', { nullable: true }) readonly old_secret: string | null;
  @Column('timestamptz', { nullable: true }) readonly old_secret_ends_at: Date | null;
  /** Failed attempts since the last success. */
  @Column('integer', { default: 0 }) readonly failures: number;
  @Column('timestamptz', { nullable: true }) readonly failing_since: Date | null;
  /** Nothing is sent to it before. */
  @Column('timestamptz', { default: () => 'now()' }) readonly rests_until: Date;
  /** An instance sends to it; after that time another one may. */
  @Column('timestamptz', { nullable: true }) readonly taken_until: Date | null;
}

/** A notice for one recipient: it waits, or was delivered. */
@Entity('deliveries')
@Index('deliveries_waiting', ['account_id', 'recipient_id', 'next_at'], { where: 'delivered_at IS NULL' })
@Index('deliveries_mails_waiting', ['account_id', 'next_at'], { where: `channel = 'email' AND delivered_at IS NULL` })
@Index('deliveries_mails_tried', ['account_id', 'last_at'], { where: `channel = 'email'` })
@Index('deliveries_mails_of_kind', ['account_id', 'recipient_id', 'kind'], {
  unique: true,
  where: `channel = 'email' AND delivered_at IS NULL AND taken_until IS NULL`,
})
@Index('deliveries_by_recipient', ['account_id', 'recipient_id', 'id'])
@Index('deliveries_by_age', ['created_at'])
export class DeliveryRow {
  @PrimaryColumn('uuid') readonly account_id: string;
  @PrimaryColumn('uuid') readonly id: string;
  @Column('text') readonly channel: 'webhook' | 'email';
  /** A webhook, or the admin who gets the mail. */
  @Column('uuid') readonly recipient_id: string;
  @Column('uuid') readonly notice_id: string;
  @Column('text') readonly kind: NoticeKind;
  /** Of mail: how many notices of the kind were raised besides, while it waited. */
  @Column('integer', { default: 0 }) readonly more: number;
  @Column('timestamptz', { default: () => 'now()' }) readonly created_at: Date;
  @Column('integer', { default: 0 }) readonly attempts: number;
  @Column('timestamptz', { default: () => 'now()' }) readonly next_at: Date;
  @Column('timestamptz', { nullable: true }) readonly last_at: Date | null;
  @Column('timestamptz', { nullable: true }) readonly delivered_at: Date | null;
  /** Of the last attempt. */
  @Column('text', { nullable: true }) readonly problem: string | null;
  @Column('integer', { nullable: true }) readonly status: number | null;
  /** Of mail: an instance sends it; after that time another one may. Null: none has taken it yet. */
  @Column('timestamptz', { nullable: true }) readonly taken_until: Date | null;
}

/** The kinds of notices that an admin gets by e-mail no more. */
@Entity('notification_choices')
export class NotificationChoiceRow {
  @PrimaryColumn('uuid') readonly account_id: string;
  @PrimaryColumn('uuid') readonly user_id: string;
  @Column('json') readonly kinds_off: NoticeKind[];
}

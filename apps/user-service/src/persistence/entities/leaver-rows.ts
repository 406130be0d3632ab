import type { Actor, LeaverState, Leaving } from '@rollcall/contracts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A person whom the brake on leavers keeps active (rule 27). `users.is_held` says that there is a row. */
@Entity('leavers')
@Index('leavers_held', ['account_id', 'user_id'], { where: `state = 'held'` })
@Index('leavers_approved', ['account_id', 'user_id'], { where: `state = 'approved'` })
export class LeaverRow {
  @PrimaryColumn('uuid') readonly account_id: string;
  @PrimaryColumn('uuid') readonly user_id: string;
  @Column('text') readonly state: LeaverState;
  @Column('text') readonly leaving: Leaving;
  /** Of the token by which the directory said so last. */
  @Column('text') readonly token_id: string;
  @Column('timestamptz') readonly first_at: Date;
  @Column('timestamptz') readonly last_at: Date;
  @Column('integer') readonly times: number;
  /** Who decided, when, and by which command. */
  @Column('json', { nullable: true }) readonly decision: {
    readonly actor: Actor;
    readonly at: string;
    readonly id?: string;
    readonly correlationId?: string;
  } | null;
  /** Until then one instance is about to let the person leave. */
  @Column('timestamptz', { nullable: true }) readonly leased_until?: Date | null;
}

/** A person whom the directory made inactive, or released, within the brake's ten minutes, in an account that has one. */
@Entity('recent_leavers')
@Index('recent_leavers_by_account', ['account_id', 'left_at'])
@Index('recent_leavers_by_time', ['left_at'])
export class RecentLeaverRow {
  @PrimaryColumn('uuid') readonly account_id: string;
  @PrimaryColumn('uuid') readonly user_id: string;
  @Column('timestamptz') readonly left_at: Date;
}

/** Until when leavers pass, because an admin has approved all who were held. */
@Entity('leaver_passes')
export class LeaverPassRow {
  @PrimaryColumn('uuid') readonly account_id: string;
  @Column('timestamptz') readonly passes_until: Date;
}

import { Column, Entity, PrimaryColumn } from 'typeorm';

/** For how many days an account wants its logs kept; null: as long as the installation keeps them. */
@Entity('account_terms')
export class AccountTermRow {
  @PrimaryColumn('uuid') readonly account_id: string;
  @Column('integer', { nullable: true }) readonly changes_days: number | null;
  @Column('integer', { nullable: true }) readonly reads_days: number | null;
  /** When user-service was asked; null: only events were heard, which tell of what changed. */
  @Column('timestamptz', { nullable: true }) readonly asked_at: Date | null;
}

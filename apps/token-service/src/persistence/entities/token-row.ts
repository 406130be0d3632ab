import type { LeniencyLevel, RevocationReason, TokenProvider, TokenPurpose } from '@rollcall/contracts';
import { bigintAsNumber } from '@rollcall/persistence';
import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('tokens')
@Index('tokens_by_hash', ['token_hash'], { unique: true })
@Index('tokens_unrevoked_by_creator', ['account_id', 'creator_id'], { where: 'revoked_at IS NULL' })
@Index('tokens_by_end', ['expires_at'], { where: 'revoked_at IS NULL AND told_days_left IS DISTINCT FROM 0' })
@Check('tokens_check', '(revoked_at IS NULL) = (revoked_reason IS NULL)')
export class TokenRow {
  @PrimaryColumn('uuid') readonly account_id: string;
  @PrimaryColumn('uuid') readonly id: string;
  @Column('bigint', { transformer: bigintAsNumber }) readonly version: number;
  @Column('bytea') readonly token_hash: Buffer;
  /** Empty for a hash of the version that knew one pepper only. */
  @Column('text', { default: '' }) readonly pepper_id: string;
  @Column('text') readonly name: string;
  @Column('text') readonly hint: string;
  @Column('uuid') readonly creator_id: string;
  @Column('bigint', { transformer: bigintAsNumber }) readonly creator_version: number;
  @Column('timestamptz') readonly created_at: Date;
  @Column('timestamptz') readonly expires_at: Date;
  @Column('text', { default: 'named' }) readonly leniency: LeniencyLevel;
  @Column('text', { nullable: true }) readonly provider: TokenProvider | null;
  /** What it opens. */
  @Column('text', { default: 'scim' }) readonly purpose: TokenPurpose;
  @Column('timestamptz', { nullable: true }) readonly revoked_at: Date | null;
  @Column('text', { nullable: true }) readonly revoked_reason: RevocationReason | null;
  /** So few days were left when its end was told last: 30, 7, 1, or 0 for one that has expired. */
  @Column('smallint', { nullable: true }) readonly told_days_left: number | null;
}

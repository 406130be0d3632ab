import { bigintAsNumber } from '@rollcall/persistence';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How a token was used; a token that was never used has no row. */
@Entity('token_uses')
export class TokenUseRow {
  @PrimaryColumn('uuid') readonly account_id: string;
  @PrimaryColumn('uuid') readonly token_id: string;
  @Column('bigint', { transformer: bigintAsNumber }) readonly uses: number;
  @Column('timestamptz', { nullable: true }) readonly last_used_at: Date | null;
  @Column('timestamptz', { nullable: true }) readonly last_refused_at: Date | null;
}

import type { AccountSettings, RoleBase } from '@rollcall/contracts';
import { bigintAsNumber } from '@rollcall/persistence';
import { Column, Entity, Index, JoinColumn, ManyToOne, OneToMany, PrimaryColumn, Unique } from 'typeorm';
import type { Relation } from 'typeorm';

@Entity('accounts')
@Unique('accounts_slug_key', ['slug'])
export class AccountRow {
  @PrimaryColumn('uuid') readonly id: string;
  @Column('text') readonly slug: string;
  @Column('text') readonly name: string;
  @Column('bigint', { transformer: bigintAsNumber }) readonly version: number;
  /** Only settings that were ever changed; the others have their defaults. */
  @Column('json') readonly settings: Partial<AccountSettings>;
  /** Loaded only where a query selects them. */
  @OneToMany(() => CustomRoleRow, (role) => role.account) readonly roles?: Relation<CustomRoleRow>[];
}

@Entity('custom_roles')
@Index('custom_roles_by_name', { synchronize: false }) // an index on lower(name): TypeORM has no expression indexes
export class CustomRoleRow {
  @PrimaryColumn('uuid') readonly account_id: string;
  @PrimaryColumn('uuid') readonly id: string;
  @Column('text') readonly name: string;
  @Column('text') readonly based_on: RoleBase;
  @ManyToOne(() => AccountRow, (account) => account.roles)
  @JoinColumn({ name: 'account_id', foreignKeyConstraintName: 'custom_roles_account_id_fkey' })
  readonly account?: Relation<AccountRow>;
}

/** How many users an account has, in shards. Triggers on `users` maintain it; TypeORM cannot declare triggers. */
@Entity('user_counts')
export class UserCountRow {
  @PrimaryColumn('uuid') readonly account_id: string;
  @PrimaryColumn('smallint') readonly shard: number;
  /** Users who are not released. */
  @Column('bigint', { transformer: bigintAsNumber }) readonly everybody: number;
  /** Those of `everybody` who are directory-managed. */
  @Column('bigint', { transformer: bigintAsNumber }) readonly managed: number;
}

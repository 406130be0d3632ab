import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('password_hashes')
export class PasswordHashRow {
  @PrimaryColumn('uuid') readonly account_id: string;
  @PrimaryColumn('uuid') readonly user_id: string;
  @Column('text') readonly hash: string;
}

/** A session of a person who is signed in. */
@Entity('sessions')
@Index('sessions_by_user', ['account_id', 'user_id'])
@Index('sessions_by_expiry', ['expires_at'])
export class SessionRow {
  @PrimaryColumn('bytea') readonly token_digest: Buffer;
  @Column('uuid') readonly account_id: string;
  @Column('uuid') readonly user_id: string;
  @Column('timestamptz') readonly started_at: Date;
  @Column('timestamptz') readonly expires_at: Date;
}

/** A one-time link to set a password. */
@Entity('password_links')
@Index('password_links_by_expiry', ['expires_at'])
export class PasswordLinkRow {
  @PrimaryColumn('uuid') readonly account_id: string;
  @PrimaryColumn('uuid') readonly user_id: string;
  @Column('text') readonly digest: string;
  @Column('timestamptz') readonly expires_at: Date;
}

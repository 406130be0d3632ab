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
  /** A session that was ended early has a time that is past; then `end_cause` says why. */
  @Column('timestamptz') readonly expires_at: Date;
  /** Without the two calls around it, TypeORM would take the default for one of its own. */
  @Column('uuid', { default: () => 'uuid_in(uuid_out(gen_random_uuid()))' }) readonly id: string;
  @Column('timestamptz', { default: () => 'now()' }) readonly last_used_at: Date;
  /** When the password was given last. */
  @Column('timestamptz', { default: () => 'now()' }) readonly confirmed_at: Date;
  @Column('text', { nullable: true }) readonly network: string | null;
  @Column('text', { nullable: true }) readonly device: string | null;
  @Column('json', { nullable: true }) readonly end_cause: object | null;
}

/** Failures to sign in of one subject from one source: see `SignInFailureCounts`. */
@Entity('sign_in_failures')
@Index('sign_in_failures_by_time', ['last_at'])
export class SignInFailuresRow {
  @PrimaryColumn('bytea') readonly subject: Buffer;
  @PrimaryColumn('text') readonly source: string;
  @Column('double precision') readonly failures: number;
  @Column('timestamptz') readonly last_at: Date;
}

/** The key of device tokens, one row. */
@Entity('device_keys')
export class DeviceKeyRow {
  @PrimaryColumn('smallint') readonly id: number;
  @Column('text') readonly key: string;
}

/** A one-time link to set a password. */
@Entity('password_links')
@Index('password_links_by_expiry', ['expires_at'])
export class PasswordLinkRow {
  @PrimaryColumn('uuid') readonly account_id: string;
  @PrimaryColumn('uuid') readonly user_id: string;
  @Column('text') readonly digest: string;
  @Column('timestamptz') readonly expires_at: Date;
  @Column('boolean', { default: false }) readonly directory_knows: boolean;
}

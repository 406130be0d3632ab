import { Column, Entity, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';

/**
 * Where requests came from: client text, which stands apart from the entries so that it can be struck. One row for each
 * pair of a day; empty texts where the record names none.
 */
@Entity('sources')
@Index('sources_by_text', ['account_id', 'address', 'user_agent', 'day'], { unique: true })
export class SourceRow {
  @PrimaryColumn('uuid') readonly account_id: string;
  @PrimaryColumn('date') readonly day: string;
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'BY DEFAULT' }) readonly id: string;
  @Column('text') readonly address: string;
  @Column('text') readonly user_agent: string;
  /** Hides the texts in the leaves of the log (ADR 0062); null where they are struck, and only their hashes are there. */
  @Column('bytea', { nullable: true, default: () => '(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()))' })
  readonly salt: Buffer | null;
  @Column('bytea', { nullable: true }) readonly address_hash: Buffer | null;
  @Column('bytea', { nullable: true }) readonly user_agent_hash: Buffer | null;
}

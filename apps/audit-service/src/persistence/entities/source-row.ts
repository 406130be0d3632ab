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
}

import { Column, Entity, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';

/** A committed event that is not yet known to be published. */
@Entity('outbox')
export class OutboxRow {
  @PrimaryColumn('smallint') readonly lane: number;
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' }) readonly id: string;
  @Column('text') readonly topic: string;
  @Column('text') readonly message_key: string;
  @Column('json') readonly headers: Readonly<Record<string, string>>;
  @Column('text', { nullable: true }) readonly value: string | null;
  @Column('timestamptz', { default: () => 'now()' }) readonly created_at: Date;
}

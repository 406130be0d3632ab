import { Column, Entity, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';

/** An event that is committed and not yet known to be on the log. */
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

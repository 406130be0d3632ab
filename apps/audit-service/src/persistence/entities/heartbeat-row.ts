import { Column, Entity, PrimaryColumn } from 'typeorm';

/** When a topic is to say again of each account how far it has come; while that is being done, up to which account it is. */
@Entity('topic_heartbeats')
export class HeartbeatRow {
  @PrimaryColumn('text') readonly topic: string;
  @Column('timestamptz') readonly due_at: Date;
  @Column('uuid', { nullable: true }) readonly after_account: string | null;
}

import type { Reply } from '@rollcall/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A message that a consumer has handled, with the reply to a command; events have none. */
@Entity('inbox')
export class InboxRow {
  @PrimaryColumn('uuid') readonly message_id: string;
  @PrimaryColumn('text') readonly consumer: string;
  @PrimaryColumn('uuid') readonly account_id: string;
  @Column('json', { nullable: true }) readonly reply: Reply | null;
}

import type { Message } from '@rollcall/messaging';
import { Column, Entity, PrimaryGeneratedColumn, Unique } from 'typeorm';

/** An event that could not be handled, or one with the same key that waits behind it. */
@Entity('parked_messages')
@Unique('parked_messages_consumer_message_key_account_id_message_id_key', [
  'consumer',
  'message_key',
  'account_id',
  'message_id',
])
export class ParkedMessageRow {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' }) readonly id: string;
  @Column('text') readonly consumer: string;
  @Column('text') readonly message_key: string;
  @Column('uuid') readonly account_id: string;
  @Column('uuid') readonly message_id: string;
  @Column('text') readonly reason: string;
  @Column('json') readonly message: StoredMessage;
  @Column('timestamptz', { default: () => 'now()' }) readonly parked_at: Date;
}

/** A message as JSON stores it: with its dates as texts. */
export type StoredMessage = Omit<Message, 'time' | 'deadline'> & { readonly time: string; readonly deadline?: string };

import type { DataSource, Repository } from 'typeorm';
import { ParkedMessageRow } from '../entities/parked-message-row.js';
import { parkedOf, type ParkedMessage } from './parked-message.js';

/** The parked messages of one consumer, for operators. */
export class ParkedMessagesReadModel {
  private readonly rows: Repository<ParkedMessageRow>;

  constructor(
    reads: DataSource,
    private readonly consumer: string,
  ) {
    this.rows = reads.getRepository(ParkedMessageRow);
  }

  /** Sorted in the order in which they were parked. */
  async list(options: { readonly limit?: number; readonly key?: string } = {}): Promise<ParkedMessage[]> {
    const { limit = 100, key } = options;
    const where = { consumer: this.consumer, ...(key === undefined ? {} : { message_key: key }) };
    return (await this.rows.find({ where, order: { id: 'ASC' }, take: limit })).map(parkedOf);
  }

  /** The parked message with this id, or undefined. */
  async find(messageId: string): Promise<ParkedMessage | undefined> {
    const [row] = await this.rows.find({
      where: { consumer: this.consumer, message_id: messageId },
      order: { id: 'ASC' },
      take: 1,
    });
    return row && parkedOf(row);
  }
}

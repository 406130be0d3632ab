import type { DataSource, Repository } from 'typeorm';
import { ParkedMessageRow } from '../entities/parked-message-row.js';
import { parkedOf, type ParkedMessage } from './parked-message.js';

/** Parked messages of one consumer, as operators see them. */
export class ParkedMessageList {
  private readonly rows: Repository<ParkedMessageRow>;

  constructor(
    reads: DataSource,
    private readonly consumer: string,
  ) {
    this.rows = reads.getRepository(ParkedMessageRow);
  }

  /** In the order in which they were parked. */
  async list(options: { readonly limit?: number; readonly key?: string } = {}): Promise<ParkedMessage[]> {
    const { limit = 100, key } = options;
    const where = { consumer: this.consumer, ...(key === undefined ? {} : { message_key: key }) };
    return (await this.rows.find({ where, order: { id: 'ASC' }, take: limit })).map(parkedOf);
  }

  /** The parked message with that id, or undefined. */
  async find(messageId: string): Promise<ParkedMessage | undefined> {
    const [row] = await this.rows.find({
      where: { consumer: this.consumer, message_id: messageId },
      order: { id: 'ASC' },
      take: 1,
    });
    return row && parkedOf(row);
  }
}

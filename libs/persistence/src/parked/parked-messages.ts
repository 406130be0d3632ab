import type { Message } from '@rollcall/messaging';
import type { DataSource } from 'typeorm';
import { poolOf } from '../connection/data-source.js';
import { inTransaction, readRows } from '../connection/transaction.js';
import type { ParkedMessageRow } from '../entities/parked-message-row.js';
import { revived } from './parked-message.js';

/** Another call is retrying or skipping messages of this key right now. */
export class KeyIsBusy extends Error {
  constructor(key: string) {
    super(`parked messages of ${key} are being worked on already`);
    this.name = 'KeyIsBusy';
  }
}

/** First half of the advisory lock keys ("park"); the second is a hash of the message key. */
const lockClass = 0x7061726b;

/**
 * Messages parked under their key. Each method commits by itself. While a key has a parked message, the pipeline parks
 * the messages that follow for it, so `retry` keeps the order.
 */
export class ParkedMessages {
  constructor(
    private readonly dataSource: DataSource,
    private readonly consumer: string,
  ) {}

  /** Parks a message behind those of its key. Parking it again changes nothing; of a closed account nothing is parked. */
  async park(message: Message, reason: string): Promise<void> {
    await readRows(
      this.dataSource,
      `INSERT INTO parked_messages (consumer, message_key, account_id, message_id, reason, message)
       SELECT $1, $2, $3, $4, $5, $6
        WHERE NOT EXISTS (SELECT FROM account_closures WHERE account_id = $3::uuid AND state = 'closed')
       ON CONFLICT DO NOTHING`,
      [this.consumer, message.key, message.accountId, message.id, reason, JSON.stringify(message)],
    );
  }

  /** Returns which of these keys have parked messages. */
  async among(keys: readonly string[]): Promise<ReadonlySet<string>> {
    if (keys.length === 0) return new Set();
    const rows = await readRows<{ key: string }>(
      this.dataSource,
      `SELECT DISTINCT message_key AS key FROM parked_messages WHERE consumer = $1 AND message_key = ANY($2::text[])`,
      [this.consumer, keys],
      { keepPlan: true },
    );
    return new Set(rows.map(({ key }) => key));
  }

  /**
   * Calls `handle` with the key's messages one by one, in order, and deletes each after `handle` resolved; messages
   * parked for the key meanwhile are included. Stops at the first failure and rejects with it; that message and those
   * behind it stay parked. Returns how many were handled. `handle` commits by itself and must be idempotent (the inbox
   * makes it so): after a crash it may be called with a message again.
   */
  async retry(key: string, handle: (message: Message) => Promise<void>): Promise<number> {
    return this.withKey(key, async () => {
      for (let done = 0; ; done++) {
        const first = await this.first(key);
        if (first === undefined) return done;
        await handle(revived(first.message));
        await readRows(this.dataSource, 'DELETE FROM parked_messages WHERE id = $1', [first.id]);
      }
    });
  }

  /**
   * Discards a parked message: the inbox records it as handled, and it is never applied. Returns false where it is not
   * parked.
   */
  async skip(key: string, messageId: string): Promise<boolean> {
    return this.withKey(key, () =>
      inTransaction(this.dataSource, async (tx) => {
        const gone = await tx.query(
          `WITH gone AS (
             DELETE FROM parked_messages WHERE consumer = $1 AND message_key = $2 AND message_id = $3
             RETURNING message_id, consumer, account_id
           ), taken AS (
             INSERT INTO inbox (message_id, consumer, account_id) SELECT * FROM gone ON CONFLICT DO NOTHING
           )
           SELECT 1 FROM gone`,
          [this.consumer, key, messageId],
        );
        return gone.length > 0;
      }),
    );
  }

  private async first(key: string): Promise<Pick<ParkedMessageRow, 'id' | 'message'> | undefined> {
    const [row] = await readRows<Pick<ParkedMessageRow, 'id' | 'message'>>(
      this.dataSource,
      'SELECT id, message FROM parked_messages WHERE consumer = $1 AND message_key = $2 ORDER BY id LIMIT 1',
      [this.consumer, key],
    );
    return row;
  }

  /** One worker per key across all instances: the lock is a session's, held on a connection of its own. */
  private async withKey<T>(key: string, fn: () => Promise<T>): Promise<T> {
    const client = await poolOf(this.dataSource).connect();
    let broken = false;
    const onError = () => {
      broken = true;
    };
    client.on('error', onError);
    try {
      const { rows } = await client.query<{ taken: boolean }>(
        'SELECT pg_try_advisory_lock($1, hashtext($2)) AS taken',
        [lockClass, `${this.consumer}/${key}`],
      );
      if (rows[0]?.taken !== true) throw new KeyIsBusy(key);
      return await fn();
    } finally {
      await client.query('SELECT pg_advisory_unlock_all()').catch(onError);
      client.off('error', onError);
      client.release(broken);
    }
  }
}

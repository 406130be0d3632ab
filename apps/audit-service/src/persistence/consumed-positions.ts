import { readRows, type DataSource, type Transaction } from '@rollcall/persistence';
import { PositionsMoved, type Position } from '@rollcall/messaging';

/** What a batch has of one partition. */
export interface Consumed {
  readonly topic: string;
  readonly partition: number;
  /** The offset of its first record, and the one after its last. */
  readonly first: number;
  readonly next: number;
  /** The time of its first record. */
  readonly at: Date;
}

/** The offsets of the next records. */
export async function readPositions(dataSource: DataSource): Promise<Position[]> {
  const rows = await readRows<{ topic: string; partition: number; next_offset: string }>(
    dataSource,
    'SELECT topic, partition, next_offset FROM consumed',
  );
  return rows.map(({ topic, partition, next_offset }) => ({ topic, partition, offset: Number(next_offset) }));
}

/**
 * Locks the positions of a batch's partitions until the transaction ends.
 * @throws PositionsMoved where another instance has gone on from one of them
 */
export async function lockPositions(tx: Transaction, batch: readonly Consumed[]): Promise<void> {
  const kept = await lockedOffsets(tx, batch);
  const isMoved = (each: Consumed) => (kept(each) ?? each.first) > each.first;
  if (batch.some(isMoved)) throw new PositionsMoved();
}

/**
 * Locks one position until the transaction ends.
 * @throws PositionsMoved where it is not this one any more
 */
export async function lockPosition(tx: Transaction, { topic, partition, offset }: Position): Promise<void> {
  const kept = await lockedOffsets(tx, [{ topic, partition, first: offset }]);
  if (kept({ topic, partition }) !== offset) throw new PositionsMoved();
}

type Place = Pick<Position, 'topic' | 'partition'>;

/** Locks rows in their order, and makes those that are missing. */
async function lockedOffsets(
  tx: Transaction,
  batch: readonly (Place & Pick<Consumed, 'first'>)[],
): Promise<(place: Place) => number | undefined> {
  const keys = [batch.map(({ topic }) => topic), batch.map(({ partition }) => partition)];
  const [, rows] = await Promise.all([
    tx.query(
      `INSERT INTO consumed (topic, partition, next_offset, is_cut)
       SELECT k.topic, k.partition, k.first, false
         FROM unnest($1::text[], $2::integer[], $3::bigint[]) AS k(topic, partition, first)
        WHERE NOT EXISTS (SELECT FROM consumed c WHERE c.topic = k.topic AND c.partition = k.partition)
        ORDER BY 1, 2 ON CONFLICT DO NOTHING`,
      [...keys, batch.map(({ first }) => first)],
      { keepPlan: true },
    ),
    tx.query<{ topic: string; partition: number; next_offset: string }>(
      `SELECT c.topic, c.partition, c.next_offset
         FROM consumed c JOIN unnest($1::text[], $2::integer[]) AS k(topic, partition)
           ON c.topic = k.topic AND c.partition = k.partition
        ORDER BY c.topic, c.partition FOR UPDATE OF c`,
      keys,
      { keepPlan: true },
    ),
  ]);
  const kept = new Map(rows.map(({ topic, partition, next_offset }) => [`${topic}/${partition}`, Number(next_offset)]));
  return ({ topic, partition }) => kept.get(`${topic}/${partition}`);
}

/** Moves a locked position over records that are gone, at a moment from which on nothing is missing. */
export function cutPosition(tx: Transaction, { topic, partition, offset }: Position, at: Date): Promise<unknown> {
  return tx.query(
    'UPDATE consumed SET next_offset = $3, complete_since = $4, is_cut = true WHERE topic = $1 AND partition = $2',
    [topic, partition, offset, at],
  );
}

/** Saves the positions after a batch. Where records were missing before it, its first one says since when none are. */
export function movePositions(tx: Transaction, batch: readonly Consumed[], last: boolean): Promise<unknown> {
  return tx.query(
    `UPDATE consumed c
        SET next_offset = k.next, is_cut = false,
            complete_since = CASE WHEN c.is_cut THEN least(c.complete_since, k.at) ELSE c.complete_since END
       FROM unnest($1::text[], $2::integer[], $3::bigint[], $4::timestamptz[]) AS k(topic, partition, next, at)
      WHERE c.topic = k.topic AND c.partition = k.partition`,
    [
      batch.map(({ topic }) => topic),
      batch.map(({ partition }) => partition),
      batch.map(({ next }) => next),
      batch.map(({ at }) => at),
    ],
    { keepPlan: true, last },
  );
}

/** Since when nothing is missing; undefined where nothing ever was. */
export async function completeSince(dataSource: DataSource): Promise<Date | undefined> {
  const [row] = await readRows<{ since: Date | null }>(dataSource, 'SELECT max(complete_since) AS since FROM consumed');
  return row?.since ?? undefined;
}

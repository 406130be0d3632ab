import { TokenEvents, type Actor, type TokenEnding } from '@rollcall/contracts';
import { encodeEvent } from '@rollcall/messaging';
import { appendToOutbox, inTransaction, type DataSource, type OutboxEntry } from '@rollcall/persistence';
import { v7 as uuidv7 } from 'uuid';

const atOnce = 500;
const ourselves: Actor = { kind: 'system', id: 'token-service' };

interface EndingRow {
  readonly account_id: string;
  readonly id: string;
  readonly creator_id: string;
  readonly expires_at: Date;
  readonly told_days_left: number;
}

/**
 * Tells which tokens have expired since, or have only 30, 7 or one day left: each of these once, the fewest days if several are due.
 * Any number of instances may: what is told is noted in the same transaction.
 * @returns how many events were written
 */
export async function tellEndings(dataSource: DataSource): Promise<number> {
  for (let total = 0; ;) {
    const announced = await inTransaction(dataSource, async (tx) => {
      const due = await tx.query<EndingRow>(
        `WITH ends AS (
           SELECT account_id, id, told_days_left AS told,
                  CASE WHEN expires_at <= now() THEN 0 WHEN expires_at <= now() + interval '1 day' THEN 1
                       WHEN expires_at <= now() + interval '7 days' THEN 7 ELSE 30 END AS days
             FROM tokens WHERE revoked_at IS NULL AND told_days_left IS DISTINCT FROM 0 AND expires_at <= now() + interval '30 days'),
           due AS (
           SELECT t.account_id, t.id, e.days FROM ends e JOIN tokens t USING (account_id, id)
            WHERE e.told IS NULL OR e.days < e.told ORDER BY t.account_id, t.id LIMIT $1 FOR UPDATE OF t SKIP LOCKED)
         UPDATE tokens t SET told_days_left = due.days FROM due
          WHERE t.account_id = due.account_id AND t.id = due.id AND t.revoked_at IS NULL
            AND (t.told_days_left IS NULL OR t.told_days_left > due.days)
         RETURNING t.account_id, t.id, t.creator_id, t.expires_at, t.told_days_left`,
        [atOnce],
      );
      await appendToOutbox(tx, due.map(entryOf));
      return due.length;
    });
    total += announced;
    if (announced < atOnce) return total;
  }
}

function entryOf({
  account_id: accountId,
  id: tokenId,
  creator_id,
  expires_at,
  told_days_left,
}: EndingRow): OutboxEntry {
  const { type } = told_days_left === 0 ? TokenEvents.expired : TokenEvents.endsSoon;
  const expiresAt = expires_at.toISOString();
  const payload: TokenEnding = { accountId, tokenId, creatorId: creator_id, actor: ourselves, expiresAt };
  const event = { type, accountId, aggregateId: tokenId, payload };
  return {
    aggregateId: tokenId,
    record: encodeEvent('token-service', event, { id: uuidv7(), correlationId: tokenId }),
  };
}

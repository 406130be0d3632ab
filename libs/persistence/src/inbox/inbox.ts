import type { Reply } from '@rollcall/contracts';
import type { Message } from '@rollcall/messaging';
import type { Closures } from '../closures/account-closures.js';
import type { Transaction } from '../connection/transaction.js';

/** A message that a consumer has handled, and the reply that it gave. Events have no reply. */
export interface InboxEntry {
  readonly message: Message;
  readonly reply?: Reply;
}

/**
 * Identifies a message within its consumer. The id alone would not do: it would give one account's reply to another
 * account that uses the same id.
 */
export function inboxKey(message: Pick<Message, 'id' | 'accountId'>): string {
  return `${message.accountId}/${message.id}`.toLowerCase();
}

/** What is known of messages before they are decided. */
export interface KnownOfMessages {
  /** The stored replies of those that were handled before; undefined for a message without reply. */
  readonly replies: ReadonlyMap<string, Reply | undefined>;
  /** Their accounts that are not open. */
  readonly closures: Closures;
}

/** Both in one statement: most batches find neither, and one statement costs less than two. */
export async function knownOf(
  tx: Transaction,
  consumer: string,
  messages: readonly Message[],
): Promise<KnownOfMessages> {
  const rows = await tx.query<KnownRow>(
    `SELECT message_id AS id, account_id AS "accountId", reply, NULL AS state FROM inbox
      WHERE message_id = ANY($1::uuid[]) AND consumer = $2
      UNION ALL
     SELECT NULL, account_id, NULL, state FROM account_closures
      WHERE account_id = ANY($3::uuid[]) AND state <> 'open'`,
    [messages.map(({ id }) => id), consumer, [...new Set(messages.map(({ accountId }) => accountId))]],
    { keepPlan: true },
  );
  const replies = new Map<string, Reply | undefined>();
  const closures = new Map<string, 'closing' | 'closed'>();
  for (const { id, accountId, reply, state } of rows) {
    if (id !== null) replies.set(inboxKey({ id, accountId }), reply ?? undefined);
    else if (state !== null) closures.set(accountId, state);
  }
  return { replies, closures };
}

interface KnownRow {
  readonly id: string | null;
  readonly accountId: string;
  readonly reply: Reply | null;
  readonly state: 'closing' | 'closed' | null;
}

/**
 * The insert into the inbox, over a JSON parameter made by `inboxRows`. It is the claim, so it needs the transaction of
 * the message's effects. Fails with a unique violation where another transaction has claimed one of the messages.
 */
export function insertIntoInbox(rows: string): string {
  return `INSERT INTO inbox (message_id, consumer, account_id, reply)
    SELECT r.message_id, r.consumer, r.account_id, r.reply
      FROM json_to_recordset(${rows}) AS r(message_id uuid, consumer text, account_id uuid, reply json)`;
}

/**
 * Inserts one message into the inbox without any effect, and returns whether it was new. Needs a transaction, or runs
 * as a statement of its own; waits for another transaction that is claiming the message.
 */
export async function takeIfNew(tx: Transaction, consumer: string, entry: InboxEntry): Promise<boolean> {
  const taken = await tx.query(`${insertIntoInbox('$1::json')} ON CONFLICT DO NOTHING RETURNING message_id`, [
    JSON.stringify(inboxRows(consumer, [entry])),
  ]);
  return taken.length > 0;
}

/** Sorted by id, so that two batches with the same messages wait for each other instead of deadlocking. */
export function inboxRows(consumer: string, entries: readonly InboxEntry[]): object[] {
  return entries
    .map(({ message, reply }) => ({ message_id: message.id, consumer, account_id: message.accountId, reply }))
    .sort((a, b) => (a.message_id < b.message_id ? -1 : 1));
}

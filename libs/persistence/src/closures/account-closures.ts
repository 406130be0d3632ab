import { commandsWhileClosing, type AccountClosure, type ClosureState } from '@rollcall/contracts';
import { isEvent, type Message } from '@rollcall/messaging';
import type { TableWrite } from '../decisions/state-loader.js';

/** Accounts of a batch that are not open. */
export type Closures = ReadonlyMap<string, Exclude<ClosureState, 'open'>>;

/**
 * Why a message is not decided: `closing` refuses a command, for good; `closed` drops any message, and leaves nothing of it, since nothing
 * of its account may come back.
 */
export type Stop = 'closing' | 'closed';

/**
 * The messages of a batch that are not to be decided because of their account. By default nothing passes: an account that is being
 * closed takes only what `commandsWhileClosing` names, and events, by which copies stay what they copy.
 */
export function stopsOf(messages: readonly Message[], closures: Closures): ReadonlyMap<Message, Stop> {
  const stops = new Map<Message, Stop>();
  if (closures.size === 0) return stops;
  for (const message of messages) {
    const state = closures.get(message.accountId.toLowerCase());
    if (state === 'closed') stops.set(message, 'closed');
    else if (state === 'closing' && !isEvent(message) && !commandsWhileClosing.has(message.type))
      stops.set(message, 'closing');
  }
  return stops;
}

/**
 * The SQL condition that the account in this column is open. A scalar subquery, which always goes by the index: EXISTS may be made a hash of
 * all rows.
 */
export function isOpenAccount(column: string): string {
  return `coalesce((SELECT closure.state FROM account_closures closure WHERE closure.account_id = ${column}), 'open') = 'open'`;
}

/** Saves what decisions have learnt of closures. What a later version has said stays, and so does a closed account. */
export function closureWrite(closures: readonly AccountClosure[]): TableWrite {
  return {
    name: 'closures',
    rows: closures.map(({ accountId, dueAt, ...rest }) => ({ account_id: accountId, due_at: dueAt, ...rest })),
    sql: (rows) =>
      `INSERT INTO account_closures AS c (account_id, state, version, since, due_at, cause)
       SELECT r.account_id, r.state, r.version, now(), r.due_at, r.cause
         FROM json_to_recordset(${rows})
              AS r(account_id uuid, state text, version bigint, due_at timestamptz, cause json)
        ORDER BY r.account_id
       ON CONFLICT (account_id) DO UPDATE SET state = excluded.state, version = excluded.version, since = excluded.since,
         due_at = excluded.due_at, cause = excluded.cause
        WHERE c.state <> 'closed' AND c.version < excluded.version`,
  };
}

import { OperatorActedRecorded, UserEvents } from '@rollcall/contracts';
import { readRows, type DataSource, type Transaction } from '@rollcall/persistence';
import type { Entry } from '../../domain/entry.js';
import { strikePerson } from './strike-person.js';

/** So long it is waited for the entry that a person was erased: as long as topics tell of it. */
const waitsDays = 31;

/** Whether an entry tells that an operator had somebody struck. */
const tellsOfStrike = ({ type, detail }: Entry): boolean =>
  type === OperatorActedRecorded.type && detail?.['act'] === 'person-struck' && detail['personHash'] !== undefined;

/** Notes whom operators had struck, in the transaction of the entries that tell of it. */
export function noteStrikes(tx: Transaction, entries: readonly Entry[], now: Date): Promise<unknown>[] {
  return entries
    .filter(tellsOfStrike)
    .map(({ accountId, detail }) =>
      tx.query(
        `INSERT INTO due_strikes (account_id, id_hash, since) VALUES ($1, decode($2, 'hex'), $3) ON CONFLICT DO NOTHING`,
        [accountId, detail?.['personHash'], now],
      ),
    );
}

/** Whether there is somebody whom operators had struck, and of whom it is not known yet that it is done. */
export async function hasDueStrikes(dataSource: DataSource): Promise<boolean> {
  return (await readRows(dataSource, 'SELECT FROM due_strikes LIMIT 1')).length > 0;
}

/**
 * Strikes whom operators had struck and who is in the log: it was restored from a backup since, or the operator's own command broke off.
 * Who was struck is not looked for again. Somebody of whom the log does not say yet that she was erased is struck once it does.
 * @param dataSource with the time that striking needs
 * @param before only of what was noted before: an operator's own command comes first
 * @returns how many people were struck
 */
export async function strikeDue(dataSource: DataSource, before: Date): Promise<number> {
  await readRows(
    dataSource,
    `DELETE FROM due_strikes d
      WHERE d.since < now() - interval '${waitsDays} days'
         OR EXISTS (SELECT FROM struck_ids s WHERE s.account_id = d.account_id AND s.id_hash = d.id_hash)`,
  );
  const due = await readRows<{ account_id: string; person: string }>(
    dataSource,
    `SELECT DISTINCT e.account_id, e.subject_id AS person
       FROM due_strikes d JOIN entries e ON e.account_id = d.account_id AND e.type = $1
        AND sha256(convert_to(e.subject_id::text, 'UTF8')) = d.id_hash
      WHERE d.since < $2`,
    [UserEvents.erased.type, before],
  );
  for (const { account_id: accountId, person } of due) await strikePerson(dataSource, accountId, person);
  return due.length;
}

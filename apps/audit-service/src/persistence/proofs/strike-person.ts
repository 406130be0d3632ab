import { inTransaction, type DataSource } from '@rollcall/persistence';

/** First half of the advisory lock keys ("stri"); the second is a hash of the person. */
const lockClass = 0x73747269;

/**
 * Takes a person's id out of all entries of the account, and where the person acted, where from: hashes stand in their
 * places, and the log is proved as before (ADR 0062).
 * @returns how many entries were changed; undefined for a person of whom the log does not say that she was erased
 */
export async function strikePerson(
  dataSource: DataSource,
  accountId: string,
  personId: string,
): Promise<number | undefined> {
  return inTransaction(dataSource, async (tx) => {
    // Two at the same time would give the person two stand-ins.
    await tx.query('SELECT pg_advisory_xact_lock($1, hashtext($2))', [lockClass, `${accountId}/${personId}`]);
    const [row] = await tx.query<{ changed: number | null }>('SELECT strike_person($1, $2) AS changed', [
      accountId,
      personId,
    ]);
    const changed = row?.changed ?? undefined;
    if (changed !== undefined)
      await tx.query('DELETE FROM last_versions WHERE account_id = $1 AND subject_id = $2', [accountId, personId]);
    return changed;
  });
}

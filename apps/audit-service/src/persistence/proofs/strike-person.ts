import { inTransaction, type DataSource } from '@rollcall/persistence';

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
  const [row] = await inTransaction(dataSource, (tx) =>
    tx.query<{ changed: number | null }>('SELECT strike_person($1, $2) AS changed', [accountId, personId]),
  );
  return row?.changed ?? undefined;
}

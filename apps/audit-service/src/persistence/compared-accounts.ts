import { nilUuid, type OwnedVersion } from '@rollcall/contracts';
import { readRows, type DataSource, type Transaction } from '@rollcall/persistence';

/** An account, and up to when what its owners said was compared; undefined where it never was. */
export interface ComparedAccount {
  readonly accountId: string;
  readonly comparedTo: Date | undefined;
}

/** The accounts that the log knows, without closed ones. */
export async function accountsToCompare(dataSource: DataSource): Promise<ComparedAccount[]> {
  const rows = await readRows<{ account_id: string; compared_to: Date | null }>(
    dataSource,
    `SELECT l.account_id, c.compared_to FROM audit_logs l LEFT JOIN compared_accounts c ON c.account_id = l.account_id
      WHERE l.log = 'changes' AND l.account_id <> $1
        AND NOT EXISTS (SELECT FROM account_closures x WHERE x.account_id = l.account_id AND x.state = 'closed')
      ORDER BY l.account_id`,
    [nilUuid],
  );
  return rows.map(({ account_id: accountId, compared_to: comparedTo }) => ({
    accountId,
    comparedTo: comparedTo ?? undefined,
  }));
}

export async function noteCompared(dataSource: DataSource, accountId: string, to: Date): Promise<void> {
  await readRows(
    dataSource,
    `INSERT INTO compared_accounts (account_id, compared_to) VALUES ($1, $2)
     ON CONFLICT (account_id) DO UPDATE SET compared_to = excluded.compared_to`,
    [accountId, to],
  );
}

/** Something of which an event is missing: its owner's version, and the last one that was heard of; 0 where none was. */
export interface BehindVersion extends OwnedVersion {
  readonly heard: number;
}

const behind = `
  SELECT k.id, k.version::float8 AS version, coalesce(v.version, 0)::float8 AS heard
    FROM unnest($2::uuid[], $3::bigint[]) AS k(id, version)
    LEFT JOIN last_versions v ON v.account_id = $1 AND v.subject_id = k.id
   WHERE coalesce(v.version, 0) < k.version
     AND NOT EXISTS (SELECT FROM struck_ids s WHERE s.account_id = $1 AND s.id_hash = sha256(convert_to(k.id::text, 'UTF8')))
   ORDER BY k.id`;

const parameters = (accountId: string, owned: readonly OwnedVersion[]) => [
  accountId,
  owned.map(({ id }) => id),
  owned.map(({ version }) => version),
];

/** Those whose events were not all heard of; nothing is known any more of who was struck. */
export function behindAmong(
  dataSource: DataSource,
  accountId: string,
  owned: readonly OwnedVersion[],
): Promise<BehindVersion[]> {
  return readRows<BehindVersion>(dataSource, behind, parameters(accountId, owned));
}

/** The same, with the log of the account locked: no other transaction adds to it meanwhile, and none records the same. */
export async function lockedBehind(
  tx: Transaction,
  accountId: string,
  owned: readonly OwnedVersion[],
): Promise<BehindVersion[]> {
  await tx.query(`SELECT FROM audit_logs WHERE account_id = $1 AND log = 'changes' FOR UPDATE`, [accountId]);
  return tx.query<{ -readonly [Name in keyof BehindVersion]: BehindVersion[Name] }>(
    behind,
    parameters(accountId, owned),
  );
}

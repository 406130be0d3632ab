import { textHash } from '@rollcall/audit-proof';
import type { Transaction } from '@rollcall/persistence';
import type { NumberedEntry } from '../domain/number-entries.js';
import type { SourceOf } from './entry-writes.js';

interface SourceRow {
  readonly account_id: string;
  readonly day: string;
  readonly address: string;
  readonly user_agent: string;
  readonly id: string;
  readonly salt: Buffer;
}

const keyOf = (accountId: string, day: string, address: string, userAgent: string) =>
  JSON.stringify([accountId, day, address, userAgent]);

const keyOfEntry = ({ entry: { accountId, source }, day }: NumberedEntry) =>
  source && keyOf(accountId, day, source.address, source.userAgent);

/**
 * Where requests came from, as it is kept; what is new is added. Planned for the days of the batch: a kept plan would hold all that there
 * are. Nearly all is there already, and is looked for first: planning these statements takes longer than running them.
 */
export async function keptSources(tx: Transaction, entries: readonly NumberedEntry[]): Promise<SourceOf> {
  const wanted = new Map(entries.flatMap((each) => (each.entry.source ? [[keyOfEntry(each), each] as const] : [])));
  if (wanted.size === 0) return () => null;
  const all = [...wanted.values()];
  const texts = [
    all.map(({ entry }) => entry.accountId),
    all.map(({ day }) => day),
    all.map(({ entry }) => entry.source?.address),
    all.map(({ entry }) => entry.source?.userAgent),
    [...new Set(all.map(({ day }) => day))],
  ];
  const find = () => tx.query<SourceRow>(found, texts, { prepare: true });
  let rows = await find();
  if (rows.length < wanted.size) [, rows] = await Promise.all([tx.query(added, texts, { prepare: true }), find()]);
  const kept = new Map(rows.map((row) => [keyOf(row.account_id, row.day, row.address, row.user_agent), hashed(row)]));
  return (each) => kept.get(keyOfEntry(each) ?? '') ?? null;
}

/** With the hashes that leaves hold of its texts, as if they were struck: a leaf is the same, and many requests come from one place. */
function hashed(row: SourceRow) {
  const salt = row.salt.toString('base64');
  const hashOf = (text: string) => Buffer.from(textHash({ text, salt }), 'base64');
  return { ...row, address_hash: hashOf(row.address), user_agent_hash: hashOf(row.user_agent) };
}

const added = `INSERT INTO sources (account_id, day, address, user_agent)
  SELECT * FROM unnest($1::uuid[], $2::date[], $3::text[], $4::text[]) AS k(account_id, day, address, user_agent)
   WHERE NOT EXISTS (SELECT FROM sources s WHERE s.account_id = k.account_id AND s.day = k.day
                        AND s.address = k.address AND s.user_agent = k.user_agent AND s.day = ANY($5::date[]))
  ON CONFLICT DO NOTHING`;

const found = `SELECT s.account_id, s.day::text, s.address, s.user_agent, s.id, s.salt
    FROM unnest($1::uuid[], $2::date[], $3::text[], $4::text[]) AS k(account_id, day, address, user_agent)
    JOIN sources s ON s.account_id = k.account_id AND s.day = k.day
     AND s.address = k.address AND s.user_agent = k.user_agent AND s.day = ANY($5::date[])`;

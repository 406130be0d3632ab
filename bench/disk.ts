import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from 'pg';

export interface Disk {
  /** The size of the topics' segments; undefined where the broker's folder is not on this machine. */
  readonly topicBytes: number | undefined;
  readonly walBytes: number;
}

/** Measures what the stack has written to disk so far. */
export async function diskOf(folder: string, database: Client): Promise<Disk> {
  const { rows } = await database.query<{ bytes: string }>(`SELECT pg_current_wal_lsn() - '0/0' AS bytes`);
  return { topicBytes: segmentsBelow(join(folder, 'kafka', 'data')), walBytes: Number(rows[0]?.bytes) };
}

function segmentsBelow(folder: string): number | undefined {
  try {
    const segments = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.log'));
    const ours = segments.filter((name) => name.includes('rollcall.'));
    return ours.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
  } catch {
    return undefined;
  }
}

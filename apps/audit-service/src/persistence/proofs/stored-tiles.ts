import { readRows, type DataSource } from '@rollcall/persistence';
import type { TileReader } from '@rollcall/transparency-log';

/** The tiles of one log, as the database has them. What is not there is empty: a proof that needs it fails. */
export function storedTiles(reads: DataSource, account: string, log: string): TileReader {
  return {
    async readTiles(tiles) {
      const rows = await readRows<{ level: number; index: string; hashes: Buffer }>(
        reads,
        `SELECT t.level, t.index, t.hashes FROM log_tiles t
           JOIN unnest($3::smallint[], $4::bigint[]) AS k(level, index) ON t.level = k.level AND t.index = k.index
          WHERE t.account_id = $1 AND t.log = $2`,
        [account, log, tiles.map(({ level }) => level), tiles.map(({ index }) => index)],
      );
      const found = new Map(rows.map(({ level, index, hashes }) => [`${level}/${index}`, hashes]));
      return tiles.map(({ level, index }) => found.get(`${level}/${index}`) ?? Buffer.alloc(0));
    },
  };
}

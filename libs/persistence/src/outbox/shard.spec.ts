import { expect, test } from 'vitest';
import { v7 as uuidv7 } from 'uuid';
import { shardCount, shardOf } from './shard.js';

test('an aggregate keeps its shard for ever: rows that wait were given theirs by an older version of this code', () => {
  expect(shardOf('01890a5d-ac96-774b-bcce-b302099a8057')).toBe(2);
  expect(shardOf('01890a5d-ac96-774b-bcce-b302099a8058')).toBe(0);
});

test('ids that were made one after the other spread over all shards', () => {
  const ids = Array.from({ length: 8_000 }, () => uuidv7());
  const shards = Map.groupBy(ids, shardOf);
  expect([...shards.keys()].sort((a, b) => a - b)).toEqual(Array.from({ length: shardCount }, (_, shard) => shard));
  for (const each of shards.values()) {
    expect(each.length).toBeGreaterThan(800);
    expect(each.length).toBeLessThan(1_200);
  }
});

import { inTransaction } from '@rollcall/persistence';
import { v7 as uuidv7 } from 'uuid';
import { expect, it } from 'vitest';
import { loadGroups } from '../src/persistence/load-groups.js';
import { loadUnknownUsers } from '../src/user-replica/load-unknown-users.js';
import { sharedWorld } from './support/shared-world.js';
import { team } from './support/team-world.js';

const world = await sharedWorld();
const acme = world.of(world.users.newAccount());
const { accountId } = acme;

it('a long list of strangers is taken in part by part, others between them, and groups in it are found where it is (rule 24)', async () => {
  const { id: group } = team(await acme.push('Design'));
  const stageId = uuidv7();
  await world.rows(
    `INSERT INTO staged_members (account_id, stage_id, part, user_ids, others, staged_at)
     SELECT $1, $2, n, ARRAY(SELECT gen_random_uuid() FROM generate_series(1, 5000 + 0 * n)) || CASE n WHEN 3 THEN ARRAY[$3::uuid] ELSE '{}' END, '{}', now()
       FROM generate_series(0, 4) AS n`,
    [accountId, stageId, group],
  );
  const named = { inline: new Map<string, Set<string>>(), noIds: [], lists: [[accountId, stageId] as const] };
  await inTransaction(world.dataSource, async (tx) => {
    let parts = 0;
    const unknownUserIds = await loadUnknownUsers(tx, named, () => void (parts += 1));
    expect([unknownUserIds.get(accountId)?.size, parts]).toEqual([25_001, 3]);
    const groups = await loadGroups(tx, { ...named, unknownUserIds });
    expect([...(groups.get(accountId) ?? [])]).toEqual([group]);
  });
});

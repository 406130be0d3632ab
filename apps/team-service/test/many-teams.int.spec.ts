import { expect, it } from 'vitest';
import { sharedWorld } from './support/shared-world.js';

const world = await sharedWorld();
/** As long as a name may be, so that some hundred of them are long together. */
const nameOf = (n: number) => `${n} `.padEnd(1_000, 'x');

it('the teams of somebody who is in very many are told beside other questions only where they are short, and alone up to a bound (rule 24)', async () => {
  const [acme, beta] = [world.of(world.users.newAccount()), world.of(world.users.newAccount())];
  const [ann, bob] = [acme.join(), beta.join()];
  for (let n = 0; n < 240; n += 1) await acme.push(nameOf(n), [ann]);
  await beta.push('Design', [bob]);
  const [ofAnn, ofBob] = [
    { accountId: acme.accountId, userIds: [ann] },
    { accountId: beta.accountId, userIds: [bob] },
  ];
  const many = Array.from({ length: 40 }, () => ofBob);
  const [together, ...others] = await world.readModel.teamsOf([ofAnn, ...many]);
  expect(together).toBeNull();
  expect(others.map((teams) => teams?.[bob]?.length)).toEqual(many.map(() => 1));
  const [alone] = await world.readModel.teamsOf([ofAnn]);
  expect(alone?.[ann]).toHaveLength(240);
  await world.rows(
    `WITH made AS (INSERT INTO teams SELECT (json_populate_record(t, json_build_object('id', gen_random_uuid(), 'display_name', n || repeat('y', 900),
         'name_key', 'made ' || n))).* FROM teams t, generate_series(1, 8000) AS n WHERE t.account_id = $1 AND t.display_name LIKE '7 %' RETURNING account_id, id)
     INSERT INTO roster (account_id, team_id, user_id) SELECT account_id, id, $2 FROM made`,
    [acme.accountId, ann],
  );
  await world.asOwner('ANALYZE teams, roster'); // what was planned for few teams is planned anew
  expect(await world.readModel.teamsOf([ofAnn])).toEqual([null]);
});

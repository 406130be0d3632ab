import { v7 as uuidv7 } from 'uuid';
import { beforeEach, describe, expect, it } from 'vitest';
import { FoldTeamNames1764600000039 } from '../src/persistence/migrations/fold-team-names.js';
import { sharedWorld } from './support/shared-world.js';
import { team } from './support/team-world.js';

const world = await sharedWorld();
let acme: ReturnType<typeof world.of>;
beforeEach(() => {
  acme = world.of(world.users.newAccount());
});

describe('a name (rule 11)', () => {
  it('is held by one team, whatever it has that cannot be seen, in whatever composition and case', async () => {
    await acme.push('Café 👩\u200d🚀');
    for (const name of ['cafe\u0301 👩\u200d🚀', 'Ca\u200bfé 👩🚀\ufe0f', '\u2060CAFÉ 👩🚀\u00ad'])
      expect(await acme.push(name)).toBe('team-name-taken');
    expect(team(await acme.push('Cafe 👩🚀')).outcome).toBe('created');
  });

  it.each([
    ['a direction', 'Sales\u202etxt'],
    ['an escape', 'Sales\u001b[2J'],
    ['a line end', 'Sales\nAdmins'],
    ['spaces only', '   '],
    ['nothing that can be seen', '\u200b\u3164'],
  ])('is refused for %s, pushed and renamed', async (_what, name) => {
    expect(await acme.push(name)).toBe('attribute-invalid');
    const { id } = team(await acme.push('Design'));
    expect(await acme.rename(id, name)).toBe('attribute-invalid');
  });
});

it('teams from before keep their names, and are found by what can be seen of them', async () => {
  const stored = async (name: string) => {
    const id = uuidv7();
    await world.rows(
      `INSERT INTO teams (account_id, id, version, display_name, name_key, owned_by, owned_since, created_at, updated_at)
       VALUES ($1, $2, 1, $3, $4, 'directory', now(), now(), now())`,
      [acme.accountId, id, name, name.trim().toLowerCase()],
    );
    return id;
  };
  const sales = await stored('Sa\u200bles\u202e');
  const blank = await stored('\u200b');
  const [twin, legal] = [await stored('Le\u2060gal'), await stored('Legal')];
  const runner = world.dataSource.createQueryRunner();
  await new FoldTeamNames1764600000039().up(runner);
  await runner.release();
  expect(await acme.push('SALES')).toBe('team-name-taken');
  const [ann] = [acme.join()];
  for (const id of [sales, blank, twin, legal]) expect(team(await acme.add(id, [ann])).changed).toBe(true);
  expect(team(await acme.replace(sales, 'Sa\u200bles\u202e', [])).changed).toBe(true);
  expect(await acme.rename(twin, 'Legal')).toBe('team-name-taken');
  expect(team(await acme.rename(twin, 'Law')).displayName).toBe('Law');
});

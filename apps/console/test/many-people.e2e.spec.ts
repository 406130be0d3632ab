import { Client } from 'pg';
import { expect, test } from 'vitest';
import { consoleAt } from '../../../tests/support/console.js';
import { listFigures } from '../../../tests/support/list-figures.js';
import { addManyPeople, nameOfMany } from '../../../tests/support/many-people.js';
import { stack } from '../../../tests/support/stack.js';

// What a list costs a browser does not depend on its length; `npm run bench:console` measures 100,000 people, and times.
const { newAccount, workspaceUrl, env } = await stack();
const admins = consoleAt(workspaceUrl);
const many = 4_000;

test('a list of thousands is read as it is looked at: few rows, few requests, and the last person at once', async () => {
  const account = await newAccount();
  const users = new Client({ connectionString: env['USER_SERVICE_MIGRATION_DATABASE_URL'] });
  await users.connect();
  await addManyPeople(users, account.id, many);
  await users.end();
  const page = await admins.adminPage(account, '/roles');
  await page.getByRole('heading', { level: 1, name: 'Roles' }).waitFor();

  const figures = await listFigures(page, many + 1, 'End');
  expect(figures.rowsAtOnce).toBeLessThanOrEqual(60);
  expect(figures.requestsInASecond).toBeLessThanOrEqual(8);
  expect(figures.refused).toBe(0);
  expect(figures.heapMb).toBeLessThan(100);
  await page.getByRole('row').nth(1).press('End');
  await page.getByText(nameOfMany(many)).waitFor();
  await page
    .getByText(`${(many + 1).toLocaleString('en-GB')} people`)
    .first()
    .waitFor();
});

test('a search looks on by itself until it has looked at everybody, and says so', async () => {
  const account = await newAccount();
  const users = new Client({ connectionString: env['USER_SERVICE_MIGRATION_DATABASE_URL'] });
  await users.connect();
  await addManyPeople(users, account.id, many);
  await users.end();
  const page = await admins.adminPage(account, '/people');
  await page.getByRole('searchbox').fill(nameOfMany(many - 1));
  await page.getByText(`1 found. Looked at all ${(many + 1).toLocaleString('en-GB')} people.`).waitFor();
  await page.getByRole('searchbox').fill('nobody is called this');
  await page
    .getByText(`No one matches “nobody is called this”. Looked at all ${(many + 1).toLocaleString('en-GB')} people.`)
    .waitFor();
  expect(new URL(page.url()).searchParams.get('search')).toContain('nobody');
});

import { eventually, TcpProxy } from '@rollcall/testing';
import type { Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { consoleAt } from '../../../tests/support/console.js';
import { stack } from '../../../tests/support/stack.js';

const { newAccount, workspaceUrl } = await stack();
const proxy = await TcpProxy.start(Number(new URL(workspaceUrl).port));
afterAll(() => proxy.close());
const admins = consoleAt(`http://127.0.0.1:${proxy.port}/api`);

const isLive = (page: Page) => page.getByRole('img', { name: 'What you see is live' }).waitFor();

test('ten tabs have one stream, which the next one takes over; a gateway that was away is said, and all is right after it', async () => {
  const account = await newAccount();
  const first = await admins.adminPage(account, '/teams');
  const context = first.context();
  const streams: Page[] = [];
  context.on('request', (request) => {
    if (new URL(request.url()).pathname === '/api/events') streams.push(request.frame().page());
  });
  await isLive(first);
  const open = async () => {
    const page = await context.newPage();
    await page.goto(`${admins.url}/teams`);
    return page;
  };
  const others = await Promise.all(Array.from({ length: 9 }, open));
  await Promise.all(others.map(isLive));
  const ofOthers = () => streams.filter((page) => page !== first).length;
  expect(ofOthers()).toBe(0);

  await account.createTeam('Design');
  await Promise.all(others.map((page) => page.getByText('Design').first().waitFor()));

  await first.close();
  await eventually(() => Promise.resolve(ofOthers() === 1), 'another tab has the stream');
  await account.createTeam('Sales');
  await Promise.all(others.map((page) => page.getByText('Sales').first().waitFor()));
  expect(ofOthers()).toBe(1);

  proxy.cut();
  const [page] = others;
  if (!page) throw new Error('there are other tabs');
  await page.getByText(/Live updates are interrupted\. Shown is what was true at \d\d:\d\d:\d\d/).waitFor();
  await account.createTeam('Support');
  expect(await page.getByText('Support').count()).toBe(0);
  proxy.mend();
  await isLive(page);
  await page.getByText('Support').first().waitFor();
  expect(await page.getByText('Live updates are interrupted').count()).toBe(0);
});

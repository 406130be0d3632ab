import { eventually } from '@rollcall/testing';
import type { Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { consoleAt } from '../../../tests/support/console.js';
import { ownWorkspaceGateway } from '../../../tests/support/own-workspace-gateway.js';
import { RoundRobin } from '../../../tests/support/round-robin.js';
import { stack } from '../../../tests/support/stack.js';
import { pushGroup } from '../../../tests/support/workspace.js';

// Two gateways that know nothing of each other, behind a proxy that sends each request to another one.
const { newAccount, workspaceUrl, folder } = await stack();
const second = await ownWorkspaceGateway(folder, 'console-of-specs');
const [firstPort, secondPort] = [workspaceUrl, second.url].map((url) => Number(new URL(url).port)) as [number, number];
const proxy = await RoundRobin.start([firstPort, secondPort]);
const admins = consoleAt(`http://127.0.0.1:${proxy.port}/api`);
afterAll(async () => {
  await proxy.close();
  await second.process.kill();
});

const isLive = (page: Page) => page.getByRole('img', { name: 'What you see is live' }).waitFor();

test('what one browser does shows in another one, whichever gateway each has; and again soon after a gateway was killed', async () => {
  const account = await newAccount();
  const { body } = await account.scim.create('ann@gateways.example', { displayName: 'Ann Lee' });
  const team = await pushGroup(account.scim, 'Design', []);
  const path = `/teams/${team}`;
  const [one, other] = [await admins.adminPage(account, path), await admins.adminPage(account, path)];
  await Promise.all([isLive(one), isLive(other)]);
  const streams = [proxy.streamsOf(firstPort), proxy.streamsOf(secondPort)];
  expect(
    streams.every((open) => open > 0),
    `each gateway has a stream: ${streams.join(', ')}`,
  ).toBe(true);

  await one.getByRole('button', { name: 'Put somebody in' }).click();
  await one.getByLabel('Search people by name or e-mail address').fill('ann');
  await one.getByRole('button', { name: 'Put in Ann Lee' }).click();
  await one.getByRole('alertdialog').getByRole('button', { name: 'Put in', disabled: false }).click();
  await other
    .getByText(/Ann Lee was put in by Ada Min/)
    .first()
    .waitFor();

  await other.getByRole('link', { name: 'Teams', exact: true }).click();
  await other.getByText('Design').first().waitFor();
  await second.process.kill();
  // A browser asks again after the two seconds that a stream names at its beginning.
  await eventually(() => proxy.streamsOf(firstPort) >= 2, 'both streams are at the gateway that lives', {
    within: 20_000,
  });
  await account.createTeam('Finance');
  await other.getByText('Finance').waitFor();
  await account.addMember(team, String(body.id));
  await one
    .getByText(/Ann Lee was put in by Ada Min/)
    .nth(1)
    .waitFor();
  expect(await other.getByText('Live updates are interrupted').count()).toBe(0);
});

import { eventually } from '@rollcall/testing';
import type { Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { accessibilityFaults, consoleAt } from '../../../tests/support/console.js';
import { keyboardOn } from '../../../tests/support/keyboard.js';
import { ownWorkspaceGateway } from '../../../tests/support/own-workspace-gateway.js';
import { RoundRobin } from '../../../tests/support/round-robin.js';
import { stack } from '../../../tests/support/stack.js';
import { pushGroup, workspaceAt } from '../../../tests/support/workspace.js';

// Two gateways that know nothing of each other, behind a proxy that sends each request to another one.
const { newAccount, workspaceUrl, folder } = await stack();
const second = await ownWorkspaceGateway(folder, 'console-of-specs', { CONFIRM_AFTER: '3s' });
const [firstPort, secondPort] = [workspaceUrl, second.url].map((url) => Number(new URL(url).port)) as [number, number];
const proxy = await RoundRobin.start([firstPort, secondPort]);
const admins = consoleAt(`http://127.0.0.1:${proxy.port}/api`);
afterAll(async () => {
  await proxy.close();
  await second.process.kill();
});

/** The second one alone: it wants the password again three seconds after it was given. */
const confirming = consoleAt(second.url);
const { adminOf, join } = workspaceAt(workspaceUrl);

const isLive = (page: Page) => page.getByRole('img', { name: 'What you see is live' }).waitFor();

test('the password is asked for again before a dangerous act, and then it is done: by keyboard alone', async () => {
  const account = await newAccount();
  const page = await confirming.adminPage(account, '/provisioning');
  const keys = keyboardOn(page);
  const begun = Date.now();
  await keys.press('Generate token');
  await keys.type('Name', 'Confirmed');
  await eventually(() => Date.now() - begun > 3_000, 'the password was given longer ago than the gateway takes');
  await keys.press('Generate');
  const dialog = page.getByRole('dialog', { name: 'Your password again, please' });
  await dialog.waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await keys.type('Password', 'not the one');
  await page.keyboard.press('Enter');
  await dialog.getByText('This is not your password.').waitFor();
  await keys.type('Password', account.adminPassword);
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'The token “Confirmed”' }).waitFor();
  await keys.keepSecret();
  await page.getByRole('rowheader', { name: 'Confirmed' }).waitFor();
});

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

  // Whoever made the token is made inactive: the banner stands on both pages within two seconds.
  const admin = await adminOf(account);
  const maker = await join(account, admin, `maker@${account.slug}.example`, 'admin');
  await account.newToken({ creatorId: maker.id });
  await account.revokeToken(account.tokenId);
  expect((await admin.patch(`/users/${maker.id}`, { active: false })).status).toBe(200);
  const banners = [one, other].map((page) => page.locator('[data-banner=token-died]'));
  await Promise.all(banners.map((banner) => banner.waitFor({ timeout: 2_000 })));

  await other.getByRole('link', { name: 'Teams', exact: true }).click();
  await other.getByText('Design').first().waitFor();
  await second.process.kill();
  // A browser asks again after the two seconds that a stream names at its beginning.
  await eventually(() => proxy.streamsOf(firstPort) >= 2, 'both streams are at the gateway that lives', {
    within: 5_000,
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

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '@rollcall/local-servers';
import { eventually } from '@rollcall/testing';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { consoleAt } from '../support/console.js';
import { ScimSession } from '../support/scim-session.js';
import { stack } from '../support/stack.js';
import { pushGroup, untilTakeoversWait } from '../support/workspace.js';

// docs/guides/console.md, walked as somebody does it who reads it for the first time: from task to task, from the page where the last one
// ended. What the guide says of clicks and fields is what is counted here.
const guide = readFileSync(join(repositoryRoot, 'docs/guides/console.md'), 'utf8');
const { newAccount, workspaceUrl, stackFile } = await stack();
const admins = consoleAt(workspaceUrl);

/** The row of the guide's last table about a task. @throws Error where it has none */
function written(task: string): { readonly clicks: number; readonly fields: number } {
  const row = guide.split('\n').find((line) => line.startsWith(`| ${task} |`));
  const [, , clicks, fields] = (row ?? '').split('|').map((cell) => cell.trim());
  if (!clicks || !fields) throw new Error(`the guide does not say what "${task}" takes`);
  return { clicks: Number(clicks), fields: Number(fields) };
}

/** A hand that counts what it does on a page. */
class Hand {
  private clicks = 0;
  private fields = 0;

  constructor(readonly page: Page) {}

  async click(what: Locator): Promise<void> {
    await what.click();
    this.clicks += 1;
  }

  fill(label: string, text: string): Promise<void> {
    return this.type(this.page.getByLabel(label, { exact: true }), text);
  }

  async type(field: Locator, text: string): Promise<void> {
    await field.fill(text);
    this.fields += 1;
  }

  button = (name: string | RegExp) => this.page.getByRole('button', { name, exact: typeof name === 'string' });
  link = (name: string | RegExp) => this.page.getByRole('link', { name, exact: typeof name === 'string' });
  inNavigation = (name: string) => this.page.getByRole('navigation').getByRole('link', { name });
  heading = (name: string) => this.page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
  sees = (text: string | RegExp) => this.page.getByText(text).first().waitFor();

  /** What it took since the last task, compared with the guide. */
  took(task: string): void {
    expect({ task, clicks: this.clicks, fields: this.fields }).toEqual({ task, ...written(task) });
    this.clicks = 0;
    this.fields = 0;
  }
}

const inactive = [{ op: 'replace', value: { active: false } }] as const;

describe('the guide of the console', { timeout: 120_000 }, () => {
  test('is walked from the first address to a leaver, with as many clicks as it says', async () => {
    const account = await newAccount();
    await account.revokeToken(account.tokenId);
    const page = await (await admins.newBrowser()).newPage();
    const hand = new Hand(page);

    await page.goto(`${admins.url}/?account=${account.slug}`);
    await hand.fill('E-mail address', account.adminEmail);
    await hand.fill('Password', account.adminPassword);
    await hand.click(hand.button('Sign in'));
    await hand.heading('Provisioning');
    hand.took('Sign in, at the address that `npm start` prints');

    await hand.click(hand.button('Generate token').first());
    await hand.fill('Name', 'Okta');
    await hand.click(hand.button('Generate'));
    const dialog = page.getByRole('dialog', { name: 'The token “Okta”' });
    await hand.click(dialog.getByRole('button', { name: 'Copy: Base URL' }));
    const scimUrl = await page.evaluate<string>('navigator.clipboard.readText()');
    await hand.click(dialog.getByRole('button', { name: 'Copy: Token' }));
    const secret = await page.evaluate<string>('navigator.clipboard.readText()');
    expect(new URL(scimUrl).pathname).toBe(new URL(stackFile.scimUrl).pathname);
    const okta = new ScimSession(stackFile.scimUrl, secret);
    expect((await okta.find('nobody@acme.example')).status).toBe(200);
    await dialog.getByText('It works:').waitFor();
    await hand.click(dialog.getByRole('button', { name: 'Close' }));
    hand.took('Give Okta a token');

    await hand.click(hand.inNavigation('Roles'));
    await hand.click(hand.button('New role').first());
    await hand.fill('Name', 'Contractor');
    await hand.click(page.locator('label').filter({ hasText: /^Viewer/ }));
    await hand.click(hand.button('Make the role'));
    await hand.click(hand.button(/^Copy the id of Contractor/));
    const userType = await page.evaluate<string>('navigator.clipboard.readText()');
    hand.took('Give Okta the id of a role');

    const person = async (name: string, attributes: object = {}) => {
      const displayName = `${name} Lee`;
      const { status, body } = await okta.create(`${name.toLowerCase()}@acme.example`, { displayName, ...attributes });
      expect(status).toBe(201);
      return body.id as string;
    };
    const [ann, bea, cy] = [await person('Ann', { userType }), await person('Bea'), await person('Cy')];

    await hand.click(hand.inNavigation('Settings'));
    await hand.click(page.getByText('Ask an admin first, who sees'));
    await hand.click(hand.button('Save…'));
    await hand.click(page.getByRole('alertdialog').getByRole('button', { name: 'Save', exact: true }));
    await hand.sees('The settings are saved.');
    hand.took('Be asked before a takeover');

    const team = await account.createTeam('Design');
    await account.addMember(team.id, ann);
    await untilTakeoversWait(okta, 'Design');
    const schemas = ['urn:ietf:params:scim:schemas:core:2.0:Group'];
    const push = { schemas, displayName: 'Design', members: [{ value: bea }, { value: cy }] };
    await okta.send('POST', '/Groups', push);
    await hand.click(hand.link('1 group would take over a team'));
    await hand.click(hand.link('Design'));
    await page.getByRole('list', { name: 'Would lose access' }).getByText('Ann Lee').waitFor();
    await hand.click(hand.button('Allow'));
    await hand.sees('2 people gain access, 1 loses it.');
    await hand.click(page.getByRole('alertdialog').getByRole('button', { name: 'Allow' }));
    await hand.sees('The takeover of Design is allowed.');
    expect((await okta.send('POST', '/Groups', push)).status).toBe(201);
    hand.took('Look at a takeover and allow it');

    const sales = await pushGroup(okta, 'Sales', [bea]);
    await account.addMember(sales, cy);
    await hand.click(hand.inNavigation('Reconciler'));
    const runs = page.getByRole('table', { name: 'Runs' });
    await runs.getByText(/Cy Lee/).waitFor();
    await hand.click(runs.getByRole('row').filter({ hasText: 'Cy Lee' }).getByRole('rowheader').getByRole('link'));
    await hand.heading('Run of Sales');
    hand.took('See why somebody is out of a team');

    await okta.patch(ann, ...inactive);
    await page.keyboard.press('Control+k');
    await hand.type(page.getByPlaceholder('A page, or any id'), 'ann@acme.example');
    await page.getByRole('menuitem', { name: /Ann Lee .*Person/ }).waitFor();
    await page.keyboard.press('Enter');
    await hand.sees('Why they cannot sign in');
    await hand.sees(/is inactive because the identity provider said so/);
    hand.took('Find why somebody cannot sign in');
  });

  test('a brake on leavers is switched on, and those who are held are let go', async () => {
    const account = await newAccount();
    const ids = await Promise.all(
      Array.from({ length: 26 }, async (_, n) => (await account.scim.create(`p${n}@acme.example`)).body.id as string),
    );
    const hand = new Hand(await admins.adminPage(account, '/settings'));
    await hand.click(hand.page.getByText('Ask an admin once it is more'));
    await hand.fill('Percent of the people of the directory', '10');
    await hand.click(hand.button('Save…'));
    await hand.click(hand.page.getByRole('alertdialog').getByRole('button', { name: 'Save', exact: true }));
    await hand.sees('The settings are saved.');
    hand.took('Switch the brake on');

    await eventually(async () => {
      const answers = await Promise.all(ids.map((id) => account.scim.patch(id, ...inactive)));
      return answers.filter(({ status }) => status === 409).length === 6;
    }, 'six are held');
    await hand.click(hand.link('6 people would become inactive'));
    await hand.sees('6 people are still active, and wait for your decision.');
    await hand.click(hand.button('Approve all'));
    await hand.fill('Type 6 to let them leave', '6');
    await hand.click(hand.button('Let them leave'));
    await hand.sees('6 people will be inactive within seconds.');
    hand.took('Let those leave who are held');
  });
});

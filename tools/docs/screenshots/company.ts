import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runToEnd } from '../../stack/run-to-end.ts';
import { Colleagues, IdentityProvider, until, type Body } from './clients.ts';
import { departments, domain, roster, seasonal, type Colleague, type Department } from './roster.ts';

/** The account whose console is shown. */
export interface Company {
  readonly slug: string;
  readonly adminEmail: string;
  readonly password: string;
  readonly workspaceUrl: string;
  readonly scimUrl: string;
  readonly ids: ReadonlyMap<string, string>;
  readonly teams: ReadonlyMap<string, string>;
  readonly ada: Colleagues;
  readonly ben: Colleagues;
  readonly okta: IdentityProvider;
}

const schema = {
  user: ['urn:ietf:params:scim:schemas:core:2.0:User'],
  group: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
  patch: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
};
const password = 'Only-for-pictures-7';

/** Makes an account of 120 people in a running stack, by the ways that everybody has: ops-cli, the workspace API, SCIM. */
export async function makeCompany(folder: string): Promise<Company> {
  const read = async (file: string) =>
    JSON.parse(await readFile(join(folder, file), 'utf8')) as Record<string, string>;
  const [{ scimUrl = '', workspaceUrl = '' }, env] = await Promise.all([read('stack.json'), read('env.json')]);
  const slug = `harbour-pine-${Date.now().toString(36)}`;
  const adminEmail = `ada.moreau@${domain}`;
  const admin = ['--admin-email', adminEmail, '--admin-given', 'Ada', '--admin-family', 'Moreau'];
  const options = ['--slug', slug, '--name', 'Harbour & Pine', ...admin, '--admin-password-stdin', '--json'];
  await runToEnd('ops-cli', ['account', 'create', ...options], env, `${password}\n`);
  const ada = await new Colleagues(workspaceUrl).signIn(slug, adminEmail, password);
  const ben = await invite(workspaceUrl, ada, slug);
  const { secret } = await ada.send('POST', '/scim/tokens', { name: 'Okta' });
  const okta = new IdentityProvider(scimUrl, String(secret));
  const ids = await people(okta, ada);
  const teams = await pushTeams(okta, ada, ids);
  const company = { slug, adminEmail, password, workspaceUrl, scimUrl, ids, teams, ada, ben, okta };
  await tokenThatEnds(company);
  await takeovers(company);
  await oneLeaves(company);
  await evictions(company);
  await leavers(company);
  await refusals(company); // the last, so that the log begins with something of each kind
  const last = encodeURIComponent(`outcome:refused about:"${seasonal(26).at(-1)?.userName}"`);
  await until('the log has all of it', async () => {
    const { entries } = await ada.send('GET', `/audit/entries?q=${last}`);
    return (entries as Body[]).length > 0;
  });
  return company;
}

async function invite(workspaceUrl: string, ada: Colleagues, slug: string): Promise<Colleagues> {
  const userName = `ben.okafor@${domain}`;
  const { link } = await ada.send('POST', '/users', {
    userName,
    givenName: 'Ben',
    familyName: 'Okafor',
    userType: 'admin',
  });
  const nobody = new Colleagues(workspaceUrl);
  await nobody.send('POST', '/passwords', { link: (link as Body)['text'], password });
  return nobody.signIn(slug, userName, password);
}

const userOf = (colleague: Colleague, userType?: string) => {
  const { givenName, familyName, userName, title, department } = colleague;
  const emails = [{ primary: true, value: userName, type: 'work' }];
  const displayName = `${givenName} ${familyName}`;
  const type = userType ? { userType } : {};
  const names = { userName, name: { givenName, familyName }, displayName, title, department };
  return { schemas: schema.user, ...names, emails, externalId: `00u${userName}`, active: true, ...type };
};

/** Several at a time, as identity providers do. */
async function people(okta: IdentityProvider, ada: Colleagues): Promise<Map<string, string>> {
  const contractor = await ada.send('POST', '/roles', { name: 'Contractor', basedOn: 'viewer' });
  const auditor = await ada.send('POST', '/roles', { name: 'Auditor', basedOn: 'viewer' });
  const typeOf = ({ title }: Colleague, index: number) => {
    if (title === 'Seasonal help') return String(contractor['id']);
    if (index % 40 === 7) return String(auditor['id']);
    return index % 11 === 3 ? 'viewer' : undefined;
  };
  const queue = [...roster(), ...seasonal(26)].map((one, index) => ({ one, type: typeOf(one, index) }));
  const ids = new Map<string, string>();
  const worker = async () => {
    for (let next = queue.shift(); next; next = queue.shift())
      ids.set(next.one.userName, await okta.made('/Users', userOf(next.one, next.type)));
  };
  await Promise.all(Array.from({ length: 4 }, worker));
  return ids;
}

const idsOf = (ids: ReadonlyMap<string, string>, department: Department) =>
  roster().flatMap((one) => (one.department === department ? [ids.get(one.userName) ?? ''] : []));
const asMembers = (some: readonly string[]) => some.map((value) => ({ value }));

async function pushTeams(okta: IdentityProvider, ada: Colleagues, ids: ReadonlyMap<string, string>) {
  const teams = new Map<string, string>();
  const hands = async (displayName: string, members: readonly string[]) => {
    const { id } = await ada.send('POST', '/teams', { displayName });
    teams.set(displayName, String(id));
    for (const member of members) await ada.send('PUT', `/teams/${String(id)}/members/${member}`);
  };
  const everybody = [...ids.values()];
  await hands('Friday football', everybody.slice(3, 14));
  await hands('Book club', everybody.slice(30, 39));
  await hands('Office move', everybody.slice(50, 55));
  await hands('Research', idsOf(ids, 'Research').slice(0, 4));
  await hands('Design', [...idsOf(ids, 'Design').slice(0, 5), ...idsOf(ids, 'Marketing').slice(0, 3)]);
  for (const displayName of departments.filter((each) => each !== 'Design')) {
    const members = asMembers(idsOf(ids, displayName));
    teams.set(displayName, await okta.made('/Groups', { schemas: schema.group, displayName, members }));
  }
  return teams;
}

async function tokenThatEnds({ ada, scimUrl }: Company): Promise<void> {
  const expiresAt = new Date(Date.now() + 6.5 * 86_400_000).toISOString();
  const { secret } = await ada.send('POST', '/scim/tokens', { name: 'Okta, until the move', expiresAt });
  await new IdentityProvider(scimUrl, String(secret)).send('GET', '/Users?startIndex=1&count=1');
}

/** The group Design waits for an admin: the team Design was made in the product. */
async function takeovers({ okta, ada, ids }: Company): Promise<void> {
  await ada.send('PATCH', '/scim/settings', { settings: { teamTakeover: 'review' } });
  const push = { schemas: schema.group, displayName: 'Design', members: asMembers(idsOf(ids, 'Design')) };
  // Settings travel to team-service in a moment: a dry run says when.
  await until('takeovers wait for an admin', async () => {
    const { body } = await okta.send('POST', '/Groups', { ...push, members: [] }, { 'rollcall-dry-run': 'true' });
    return JSON.stringify(body).includes('"proposed"');
  });
  await okta.send('POST', '/Groups', push);
}

/** What identity providers get wrong. */
async function refusals({ okta, ids }: Company): Promise<void> {
  const [first, second, third] = roster();
  if (!first || !second || !third) throw new Error('nobody is there');
  await okta.send('POST', '/Users', userOf(first));
  await okta.send('POST', '/Users', userOf({ ...second, givenName: 'Björn#2', userName: `bjorn.2@${domain}` }));
  await okta.send('POST', '/Users', userOf({ ...third, userName: `dana.weiss@${domain}` }, 'superuser'));
  const nobody = { value: '01990000-0000-7000-8000-000000000000' };
  const members = [...asMembers(idsOf(ids, 'Support').slice(0, 2)), nobody];
  await okta.send('POST', '/Groups', { schemas: schema.group, displayName: 'Crisis team', members });
}

async function oneLeaves({ okta, ids }: Company): Promise<void> {
  const id = ids.get(roster()[2]?.userName ?? '') ?? '';
  const op = { op: 'replace', value: { active: false } };
  await okta.send('PATCH', `/Users/${id}`, { schemas: schema.patch, Operations: [op] });
}

/** Whoever is put in by hand is put out; two dozen at once are held. */
async function evictions({ ada, ben, ids, teams }: Company): Promise<void> {
  const put = async (by: Colleagues, team: string, some: readonly string[]) => {
    for (const id of some) await by.send('PUT', `/teams/${teams.get(team)}/members/${id}`);
  };
  await put(ben, 'Engineering', idsOf(ids, 'Support').slice(0, 1));
  await put(ada, 'Finance', idsOf(ids, 'Operations').slice(0, 2));
  await until('three people are put out', async () => {
    const { items } = await ada.send('GET', '/reconciler/runs');
    return (items as Body[]).length >= 2;
  });
  await ada.send('PATCH', '/reconciler', { mode: 'paused' });
  await put(ben, 'Sales', idsOf(ids, 'Engineering'));
  await ada.send('PATCH', '/reconciler', { mode: 'enforce' });
  await until('a run is held', async () => {
    const { held } = await ada.send('GET', '/reconciler');
    return (held as Body[]).length === 1;
  });
}

/** The season is over: the first twenty may leave, six are held. */
async function leavers({ okta, ada, ids }: Company): Promise<void> {
  await ada.send('PATCH', '/scim/settings', { settings: { deprovisionBrake: '10' } });
  const op = { op: 'replace', value: { active: false } };
  for (const { userName } of seasonal(26))
    await okta.send('PATCH', `/Users/${ids.get(userName)}`, { schemas: schema.patch, Operations: [op] });
  await until('leavers are held', async () => Number((await ada.send('GET', '/leavers'))['held']) > 0);
}

/** Nobody looks at teams for a while, and three of them differ. */
export async function pauseAndDiffer({ ada, ben, ids, teams }: Company): Promise<void> {
  const end = new Date(Date.now() + 8 * 3_600_000).toISOString();
  await ada.send('PATCH', '/reconciler', { mode: 'paused', until: end, reason: 'Okta migration' });
  const team = teams.get('Marketing');
  for (const id of idsOf(ids, 'Product').slice(0, 2)) await ben.send('PUT', `/teams/${team}/members/${id}`);
  await ben.send('DELETE', `/teams/${team}/members/${idsOf(ids, 'Marketing')[4]}`);
  for (const id of idsOf(ids, 'Research').slice(0, 3))
    await ada.send('PUT', `/teams/${teams.get('Product')}/members/${id}`);
}

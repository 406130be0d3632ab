import { eventually } from '@rollcall/testing';
import { expect } from 'vitest';
import type { ScimSession } from './scim-session.js';
import { pushGroup, untilTakeoversWait, type Account } from './workspace.js';
import type { WorkspaceSession } from './workspace-session.js';

/** More than leave, or are put out of a team, without an admin's word: it makes one held leaver, and a held run. */
const tooMany = 21;
const groupSchemas = ['urn:ietf:params:scim:schemas:core:2.0:Group'];

/** What a furnished account has: the pages of its things. */
export interface Furnished {
  /** A person of the directory, one who was released, a team of it with drift, a held run, a waiting takeover, and the request that made the person. */
  readonly paths: readonly string[];
  readonly teamId: string;
}

/**
 * Gives an account something for every page: people of both kinds, active, inactive, held and released; a role; teams of both kinds, one
 * with drift and a held run; a takeover that waits; a webhook, and a stream of the log.
 */
export async function furnish(account: Account, admin: WorkspaceSession): Promise<Furnished> {
  const { scim } = account;
  expect(
    (await admin.patch('/scim/settings', { settings: { deprovisionBrake: '10', teamTakeover: 'review' } })).status,
  ).toBe(200);
  const role = await account.newRole('Editor', 'member');
  const ids = await people(scim, account.slug, role.id, 2 * tooMany + 2);
  const [ann = '', gone = '', ...others] = ids;
  expect((await scim.send('DELETE', `/Users/${gone}`)).status).toBe(204);
  const team = await pushGroup(scim, 'Sales', [ann]);
  await account.createTeam('Design');
  await Promise.all([
    holdRun(admin, team, others.slice(0, tooMany)),
    holdLeaver(scim, others.slice(tooMany)),
    holdTakeover(scim),
    admin.post('/webhooks', { url: 'https://hooks.example.com/rollcall' }).then(isMade),
    admin.post('/audit/streams', { url: 'https://logs.example.com/rollcall' }).then(isMade),
  ]);
  const first = async (path: string, list: string): Promise<string> => {
    const found = async () => {
      const item = (await admin.get(path)).body[list]?.[0] as { id: string; requestId?: string } | undefined;
      return item?.requestId ?? item?.id;
    };
    return (await eventually(found, `${path} has something`)) ?? '';
  };
  const [run, takeover, request] = await Promise.all([
    first('/reconciler/runs?outcome=held', 'items'),
    first('/takeovers', 'items'),
    first('/audit/entries?type=user.created', 'entries'),
  ]);
  return {
    teamId: team,
    paths: [
      `/people/${ann}`,
      `/people/${gone}`,
      ...['', '?tab=drift', '?tab=history'].map((tab) => `/teams/${team}${tab}`),
      `/reconciler/runs/${run}`,
      `/takeovers/${takeover}`,
      `/log/${request}`,
    ],
  };
}

const isMade = ({ status }: { readonly status: number }) => expect(status).toBe(201);

/** Ann Lee and others, by one request. @returns their ids */
async function people(scim: ScimSession, slug: string, userType: string, count: number): Promise<string[]> {
  const Operations = Array.from({ length: count }, (_, index) => ({
    method: 'POST',
    path: '/Users',
    bulkId: `p${index}`,
    data: {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
      userName: index === 0 ? `ann@${slug}.example` : `p${index}@${slug}.example`,
      name: { givenName: index === 0 ? 'Ann' : 'Person', familyName: index === 0 ? 'Lee' : `P${index}` },
      userType,
    },
  }));
  const schemas = ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'];
  const { status, body } = await scim.send('POST', '/Bulk', { schemas, Operations });
  expect(status).toBe(200);
  return (body.Operations as { location: string }[]).map(({ location }) => location.split('/').at(-1) ?? '');
}

/** People are put in by hand while nobody looks; more than are put out without an admin's word. */
async function holdRun(admin: WorkspaceSession, team: string, ids: readonly string[]): Promise<void> {
  expect((await admin.patch('/reconciler', { mode: 'paused' })).status).toBe(200);
  await Promise.all(ids.map((id) => admin.send('PUT', `/teams/${team}/members/${id}`)));
  expect((await admin.patch('/reconciler', { mode: 'enforce' })).status).toBe(200);
  await eventually(async () => (await admin.get('/reconciler')).body.held.length === 1, 'the run is held');
}

/** The directory lets more people go than may leave at once: the last one is held, the others are inactive. */
async function holdLeaver(scim: ScimSession, ids: readonly string[]): Promise<void> {
  const answers = await Promise.all(ids.map((id) => scim.patch(id, { op: 'replace', value: { active: false } })));
  expect(answers.filter(({ status }) => status === 409)).not.toHaveLength(0);
}

/** A group has the name of a team of the workspace. */
async function holdTakeover(scim: ScimSession): Promise<void> {
  await untilTakeoversWait(scim, 'Design');
  await scim.send('POST', '/Groups', { schemas: groupSchemas, displayName: 'Design' });
}

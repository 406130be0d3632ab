import { z } from 'zod';
import { defineRoute } from './define-route.js';
import { actor, brief, id, managedBy, pageOf, paging, text, time } from './shapes.js';

const tag = 'Teams';
const params = z.strictObject({ teamId: id });
const ofMember = z.strictObject({ teamId: id, userId: id });
const name = z.strictObject({ displayName: text(1_000) }).meta({ id: 'TeamName' });

const team = z
  .strictObject({
    id,
    version: z.int(),
    displayName: z.string(),
    externalId: z.string().optional(),
    ownedBy: managedBy,
    ownedSince: time.optional().describe('Since when the directory owns it.'),
    createdAt: time,
    updatedAt: time,
  })
  .meta({ id: 'Team' });

const member = z
  .strictObject({
    ...brief.shape,
    source: z
      .enum(['directory', 'manual'])
      .describe('directory: its group says so; manual: somebody put the person in.'),
    addedAt: time,
    addedBy: actor,
  })
  .meta({ id: 'Member' });

const memberChange = z
  .strictObject({
    team,
    outcome: z
      .enum(['done', 'until-reconciled'])
      .describe(
        'until-reconciled: the directory owns the team, and the reconciler puts the change right again (rule 14).',
      ),
  })
  .meta({ id: 'MemberChange' });

export const listTeams = defineRoute({
  name: 'listTeams',
  method: 'GET',
  path: '/api/teams',
  tag,
  summary: 'The teams, in creation order, and who owns them since when',
  access: 'teams.read',
  query: z.strictObject(paging),
  status: [200],
  answer: pageOf('Team', team),
});

export const findTeam = defineRoute({
  name: 'findTeam',
  method: 'GET',
  path: '/api/teams/:teamId',
  tag,
  summary: 'One team',
  access: 'teams.read',
  params,
  status: [200],
  answer: team,
  etag: true,
  refusals: ['team-not-found'],
});

export const listMembers = defineRoute({
  name: 'listMembers',
  method: 'GET',
  path: '/api/teams/:teamId/members',
  tag,
  summary: 'Who is in a team: what the product shows; how each came, when, and by whom',
  access: 'teams.read',
  params,
  query: z.strictObject(paging),
  status: [200],
  answer: pageOf('Member', member),
  refusals: ['team-not-found'],
});

export const createTeam = defineRoute({
  name: 'createTeam',
  method: 'POST',
  path: '/api/teams',
  tag,
  summary: 'Make a team in the workspace',
  access: 'teams.manage',
  body: name,
  status: [201],
  answer: team,
  etag: true,
  retryKey: true,
  refusals: ['team-name-taken'],
});

export const renameTeam = defineRoute({
  name: 'renameTeam',
  method: 'PATCH',
  path: '/api/teams/:teamId',
  tag,
  summary: 'Rename a team that the workspace owns',
  access: 'teams.manage',
  params,
  body: name,
  status: [200],
  answer: team,
  etag: true,
  ifMatch: true,
  refusals: ['team-not-found', 'version-mismatch', 'team-name-taken', 'directory-owned'],
});

export const deleteTeam = defineRoute({
  name: 'deleteTeam',
  method: 'DELETE',
  path: '/api/teams/:teamId',
  tag,
  summary: 'Delete a team that the workspace owns',
  access: 'teams.manage',
  params,
  status: [204],
  ifMatch: true,
  refusals: ['team-not-found', 'version-mismatch', 'directory-owned'],
});

export const handTeamBack = defineRoute({
  name: 'handTeamBack',
  method: 'POST',
  path: '/api/teams/:teamId/hand-back',
  tag,
  summary: 'Hand a team back to the workspace: the directory keeps it no more',
  about:
    'Everybody who is in it stays, and nothing is put right any more. If the directory pushes the group again, it takes the team over anew.',
  access: 'teams.manage',
  params,
  status: [200],
  answer: team,
  etag: true,
  ifMatch: true,
  retryKey: true,
  refusals: ['team-not-found', 'version-mismatch'],
});

export const addMember = defineRoute({
  name: 'addMember',
  method: 'PUT',
  path: '/api/teams/:teamId/members/:userId',
  tag,
  summary: 'Put somebody into a team',
  about:
    'Into a directory-owned team: 202, and the reconciler puts the person out again; or 403 where `manualChanges` is `refuse` (rule 14).',
  access: 'teams.manage',
  params: ofMember,
  status: [200, 202],
  answer: memberChange,
  refusals: ['team-not-found', 'members-unknown', 'directory-owned'],
});

export const removeMember = defineRoute({
  name: 'removeMember',
  method: 'DELETE',
  path: '/api/teams/:teamId/members/:userId',
  tag,
  summary: 'Take somebody out of a team',
  about: 'As `addMember`: out of a directory-owned team the person comes back.',
  access: 'teams.manage',
  params: ofMember,
  status: [200, 202],
  answer: memberChange,
  refusals: ['team-not-found', 'directory-owned'],
});

export const teamRoutes = [
  listTeams,
  findTeam,
  listMembers,
  createTeam,
  renameTeam,
  deleteTeam,
  handTeamBack,
  addMember,
  removeMember,
] as const;

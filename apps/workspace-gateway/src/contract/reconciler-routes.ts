import { reconcilerModes } from '@rollcall/contracts';
import { z } from 'zod';
import { defineRoute } from './define-route.js';
import { actor, brief, id, pageOf, paging, time } from './shapes.js';

const tag = 'Reconciler';
const params = z.strictObject({ teamId: id });
const mode = z
  .enum(reconcilerModes)
  .describe('enforce: drift is put right; report-only: it is shown and left; paused: nobody looks.');
const putRight = z
  .array(z.strictObject({ userId: id, reason: z.string() }))
  .describe('The first 100; the count beside it says how many there are.');
const run = z
  .strictObject({
    id,
    teamId: id,
    outcome: z.enum(['done', 'held', 'reported']),
    startedAt: time,
    evicted: putRight,
    evictedCount: z.int(),
    restored: putRight,
    restoredCount: z.int(),
    reason: z.string().optional(),
  })
  .meta({ id: 'Run' });

export const reconciler = defineRoute({
  name: 'reconciler',
  method: 'GET',
  path: '/api/reconciler',
  tag,
  summary: 'The reconciler: mode, teams that wait, held runs, and the 20 newest runs with their reasons',
  access: 'reconciler.read',
  status: [200],
  answer: z
    .strictObject({
      mode,
      dirty: z.int().describe('Teams that wait to be looked at.'),
      oldestDirtySeconds: z.number(),
      held: z.array(z.strictObject({ teamId: id, since: time, reason: z.string() })),
      runs: z.array(run),
    })
    .meta({ id: 'Reconciler' }),
});

export const listRuns = defineRoute({
  name: 'listRuns',
  method: 'GET',
  path: '/api/reconciler/runs',
  tag,
  summary: 'The runs of the reconciler with their reasons, newest first',
  access: 'reconciler.read',
  query: z.strictObject({
    ...paging,
    limit: z.coerce.number().int().min(1).max(50).default(20).describe('How many at most.'),
    teamId: id.optional(),
  }),
  status: [200],
  answer: pageOf('Run', run),
});

const count = z.int().describe('How many there are; the list has the first 100.');
const drift = z
  .strictObject({
    extra: z
      .strictObject({
        count,
        items: z.array(
          z.strictObject({
            userId: id,
            person: brief.optional(),
            source: z.enum(['directory', 'manual']),
            addedAt: time,
            addedBy: actor,
          }),
        ),
      })
      .describe('In the team, and not in its group.'),
    missing: z
      .strictObject({
        count,
        items: z.array(
          z.strictObject({
            userId: id,
            person: brief.optional(),
            removedBy: z.string().optional().describe('Who took the person out by hand.'),
            removedAt: time.optional(),
          }),
        ),
      })
      .describe('In the group, and not in the team.'),
  })
  .meta({ id: 'Drift' });

export const teamDrift = defineRoute({
  name: 'teamDrift',
  method: 'GET',
  path: '/api/reconciler/teams/:teamId/drift',
  tag,
  summary: 'Where a team and its group differ now',
  about: 'A team of the workspace has no group, and no drift.',
  access: 'reconciler.read',
  params,
  status: [200],
  answer: drift,
  refusals: ['team-not-found'],
});

export const setMode = defineRoute({
  name: 'setReconcilerMode',
  method: 'PATCH',
  path: '/api/reconciler',
  tag,
  summary: 'Pause, resume, or only report',
  about: 'After a pause every team is looked at, so that nothing stays missed.',
  access: 'reconciler.manage',
  body: z.strictObject({ mode }).meta({ id: 'ReconcilerMode' }),
  status: [200],
  answer: z.strictObject({ mode }),
});

export const runTeam = defineRoute({
  name: 'reconcileTeam',
  method: 'POST',
  path: '/api/reconciler/teams/:teamId/run',
  tag,
  summary: 'Look at one team now',
  access: 'reconciler.manage',
  params,
  status: [202],
  retryKey: true,
  refusals: ['team-not-found'],
});

export const releaseRun = defineRoute({
  name: 'releaseHeldRun',
  method: 'POST',
  path: '/api/reconciler/teams/:teamId/release',
  tag,
  summary: 'Let the held run of a team happen, with whatever it finds then',
  access: 'reconciler.manage',
  params,
  status: [202],
  retryKey: true,
  refusals: ['team-not-found', 'no-held-run'],
});

export const reconcilerRoutes = [reconciler, listRuns, teamDrift, setMode, runTeam, releaseRun] as const;

import { reconcilerModes } from '@rollcall/contracts';
import { z } from 'zod';
import { defineRoute } from './define-route.js';
import { id, time } from './shapes.js';

const tag = 'Reconciler';
const params = z.strictObject({ teamId: id });
const mode = z
  .enum(reconcilerModes)
  .describe('enforce: drift is put right; report-only: it is shown and left; paused: nobody looks.');
const putRight = z.array(z.strictObject({ userId: id, reason: z.string() }));
const run = z
  .strictObject({
    id,
    teamId: id,
    outcome: z.enum(['done', 'held', 'reported']),
    startedAt: time,
    evicted: putRight,
    restored: putRight,
    reason: z.string().optional(),
  })
  .meta({ id: 'Run' });

export const reconciler = defineRoute({
  name: 'reconciler',
  method: 'GET',
  path: '/api/reconciler',
  tag,
  summary: 'The reconciler: mode, teams that wait, held runs, and the newest runs with their reasons',
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

export const reconcilerRoutes = [reconciler, setMode, runTeam, releaseRun] as const;

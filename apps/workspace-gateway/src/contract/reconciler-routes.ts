import { Described, MayBeAbsent, reconcilerModes } from '@rollcall/contracts';
import { Type } from 'class-transformer';
import { IsIn, IsInt, Matches, Max, Min } from 'class-validator';
import { Id } from './decorators.js';
import { defineRoute } from './define-route.js';
import { Drift, Reconciler, ReconcilerMode, RunPage, type Mode } from './reconciler-shapes.js';
import { TeamId } from './shapes.js';

const tag = 'Reconciler';
const aboutMode = 'enforce: drift is put right; report-only: it is shown and left; paused: nobody looks.';

class NewMode {
  @Described(aboutMode) @IsIn(reconcilerModes) mode: Mode;
}

class ListRuns {
  @Described('How many at most.')
  @MayBeAbsent()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(50)
  limit: number = 20;
  @Described('The `next` of the page before.') @MayBeAbsent() @Matches(/^[A-Za-z0-9_-]{1,64}$/) cursor?: string;
  @MayBeAbsent() @Id() teamId?: string;
}

export const reconciler = defineRoute({
  name: 'reconciler',
  method: 'GET',
  path: '/api/reconciler',
  tag,
  summary: 'The reconciler: mode, teams that wait, held runs, and the 20 newest runs with their reasons',
  access: 'reconciler.read',
  status: [200],
  answer: Reconciler,
});

export const listRuns = defineRoute({
  name: 'listRuns',
  method: 'GET',
  path: '/api/reconciler/runs',
  tag,
  summary: 'The runs of the reconciler with their reasons, newest first',
  access: 'reconciler.read',
  compressed: true,
  query: ListRuns,
  status: [200],
  answer: RunPage,
});

export const teamDrift = defineRoute({
  name: 'teamDrift',
  method: 'GET',
  path: '/api/reconciler/teams/:teamId/drift',
  tag,
  summary: 'Where a team and its group differ now',
  about: 'A team of the workspace has no group, and no drift.',
  access: 'reconciler.read',
  params: TeamId,
  status: [200],
  answer: Drift,
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
  body: NewMode,
  dryRun: true,
  status: [200],
  answer: ReconcilerMode,
});

export const runTeam = defineRoute({
  name: 'reconcileTeam',
  method: 'POST',
  path: '/api/reconciler/teams/:teamId/run',
  tag,
  summary: 'Look at one team now',
  access: 'reconciler.manage',
  params: TeamId,
  dryRun: true,
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
  params: TeamId,
  dryRun: true,
  status: [202],
  retryKey: true,
  refusals: ['team-not-found', 'no-held-run'],
});

export const reconcilerRoutes = [reconciler, listRuns, teamDrift, setMode, runTeam, releaseRun] as const;

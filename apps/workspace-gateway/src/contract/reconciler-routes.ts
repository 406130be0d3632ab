import {
  Described,
  lagBuckets,
  MayBeAbsent,
  reconcilerModes,
  ReconcilerLag,
  runOutcomes,
  type LagBucket,
} from '@rollcall/contracts';
import { Type } from 'class-transformer';
import { IsIn, IsInt, Matches, Max, Min } from 'class-validator';
import { Id, Text, Time } from './decorators.js';
import { routesOf } from './define-route.js';
import {
  Drift,
  DriftingPage,
  Reconciler,
  ReconcilerMode,
  RunPage,
  RunWithPeople,
  type Mode,
} from './reconciler-shapes.js';
import { Paging, TeamId } from './shapes.js';

const defineRoute = routesOf('Reconciler');
const aboutMode = 'enforce: drift is put right; report-only: it is shown and left; paused: nobody looks.';

class NewMode {
  @Described(aboutMode) @IsIn(reconcilerModes) mode: Mode;
  @Described('Why, for those who see it. Not of enforce.') @MayBeAbsent() @Text(300) reason?: string;
  @Described('When it becomes enforce again by itself: at most 90 days ahead, and not of enforce. No end where absent.')
  @MayBeAbsent()
  @Time()
  until?: string;
}

class Release {
  @Described(
    'How many people would be put out, as a person has read it (`wouldEvict` of the held run): refused where another number is held by now. Not asked where absent.',
  )
  @MayBeAbsent()
  @IsInt()
  @Min(0)
  wouldEvict?: number;
}

class FindLag {
  @Described('By default the longest time that may be asked for.') @MayBeAbsent() @Time() since?: string;
  @Described('5m: at most a day. hour: at most 7 days. day: at most 31.')
  @MayBeAbsent()
  @IsIn(lagBuckets)
  bucket: LagBucket = 'hour';
}

class RunId {
  @Id() runId: string;
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
  @Described('done: put right; held: waits for an admin; reported: shown and left.')
  @MayBeAbsent()
  @IsIn(runOutcomes)
  outcome?: (typeof runOutcomes)[number];
  @Described('Runs that began then or later.') @MayBeAbsent() @Time() since?: string;
}

export const reconciler = defineRoute({
  name: 'reconciler',
  method: 'GET',
  path: '/api/reconciler',
  summary: 'The reconciler: mode, teams that wait, held runs, and the 20 newest runs with their reasons',
  access: 'reconciler.read',
  answer: Reconciler,
});

export const listRuns = defineRoute({
  name: 'listRuns',
  method: 'GET',
  path: '/api/reconciler/runs',
  summary: 'The runs of the reconciler with their reasons, newest first',
  access: 'reconciler.read',
  compressed: true,
  query: ListRuns,
  answer: RunPage,
});

export const findRun = defineRoute({
  name: 'findRun',
  method: 'GET',
  path: '/api/reconciler/runs/:runId',
  summary: 'One run with all people whom it put out or back, page by page',
  access: 'reconciler.read',
  params: RunId,
  query: Paging,
  answer: RunWithPeople,
  refusals: ['run-not-found'],
});

export const listDrifting = defineRoute({
  name: 'listDrifting',
  method: 'GET',
  path: '/api/reconciler/drifting',
  summary: 'The teams of the directory that differ from their groups now, in whatever mode',
  about: 'A page may have few or none, and a `next`: it ends when it has looked for long enough.',
  access: 'reconciler.read',
  query: Paging,
  answer: DriftingPage,
});

export const reconcilerLag = defineRoute({
  name: 'reconcilerLag',
  method: 'GET',
  path: '/api/reconciler/lag',
  summary: 'How long changes by hand lasted until they were put right: p50, p95 and the longest of each bucket',
  about:
    'From the audit log. What waited in a pause, in a held run, or because somebody came again and again, waited so long.',
  access: 'reconciler.read',
  query: FindLag,
  answer: ReconcilerLag,
  refusals: ['audit-question-invalid', 'audit-not-installed'],
});

export const teamDrift = defineRoute({
  name: 'teamDrift',
  method: 'GET',
  path: '/api/reconciler/teams/:teamId/drift',
  summary: 'Where a team and its group differ now',
  about: 'A team of the workspace has no group, and no drift.',
  access: 'reconciler.read',
  params: TeamId,
  answer: Drift,
  refusals: ['team-not-found'],
});

export const setMode = defineRoute({
  name: 'setReconcilerMode',
  method: 'PATCH',
  path: '/api/reconciler',
  summary: 'Pause, resume, or only report',
  about:
    'After a pause every team is looked at, so that nothing stays missed. With `until` it ends by itself. What is not said is not so: a mode without `until` has no end.',
  access: 'reconciler.manage',
  confirmed: true,
  body: NewMode,
  dryRun: true,
  answer: ReconcilerMode,
  refusals: ['until-invalid'],
});

export const runTeam = defineRoute({
  name: 'reconcileTeam',
  method: 'POST',
  path: '/api/reconciler/teams/:teamId/run',
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
  summary: 'Let the held run of a team happen, with whatever it finds then',
  about:
    'With `wouldEvict` it is refused where another number is held by now. Between the release and the run, which follows at once, the team may still change: whatever is found then is done.',
  access: 'reconciler.manage',
  confirmed: true,
  params: TeamId,
  body: Release,
  noBodyNeeded: true,
  dryRun: true,
  status: [202],
  retryKey: true,
  refusals: ['team-not-found', 'no-held-run', 'held-run-changed'],
});

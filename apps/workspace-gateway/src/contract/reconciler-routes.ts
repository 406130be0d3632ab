import { Described, HeldRun, MayBeAbsent, MemberPutRight, reconcilerModes, runOutcomes } from '@rollcall/contracts';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsNumber, IsString, Matches, Max, Min } from 'class-validator';
import { Id, ListOf, Nested, Time } from './decorators.js';
import { defineRoute } from './define-route.js';
import { Actor, pageOf, Person, TeamId } from './shapes.js';

const tag = 'Reconciler';
const aboutMode = 'enforce: drift is put right; report-only: it is shown and left; paused: nobody looks.';
const aboutPutRight = 'The first 100; the count beside it says how many there are.';
const aboutCount = 'How many there are; the list has the first 100.';

type Mode = (typeof reconcilerModes)[number];

class Run {
  @Id() id: string;
  @Id() teamId: string;
  @IsIn(runOutcomes) outcome: (typeof runOutcomes)[number];
  @Time() startedAt: string;
  @Described(aboutPutRight) @ListOf(() => MemberPutRight) evicted: MemberPutRight[];
  @IsInt() evictedCount: number;
  @Described(aboutPutRight) @ListOf(() => MemberPutRight) restored: MemberPutRight[];
  @IsInt() restoredCount: number;
  @MayBeAbsent() @IsString() reason?: string;
}

class Reconciler {
  @Described(aboutMode) @IsIn(reconcilerModes) mode: Mode;
  @Described('Teams that wait to be looked at.') @IsInt() dirty: number;
  @IsNumber() oldestDirtySeconds: number;
  @ListOf(() => HeldRun) held: HeldRun[];
  @ListOf(() => Run) runs: Run[];
}

class ReconcilerMode {
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

class RunPage extends pageOf(Run) {}

class ExtraMember {
  @Id() userId: string;
  @MayBeAbsent() @Nested(() => Person) person?: Person;
  @IsIn(['directory', 'manual']) source: 'directory' | 'manual';
  @Time() addedAt: string;
  @Nested(() => Actor) addedBy: Actor;
}

class ExtraMembers {
  @Described(aboutCount) @IsInt() count: number;
  @ListOf(() => ExtraMember) items: ExtraMember[];
}

class MissingMember {
  @Id() userId: string;
  @MayBeAbsent() @Nested(() => Person) person?: Person;
  @Described('Who took the person out by hand.') @MayBeAbsent() @IsString() removedBy?: string;
  @MayBeAbsent() @Time() removedAt?: string;
}

class MissingMembers {
  @Described(aboutCount) @IsInt() count: number;
  @ListOf(() => MissingMember) items: MissingMember[];
}

class Drift {
  @Described('In the team, and not in its group.') @Nested(() => ExtraMembers) extra: ExtraMembers;
  @Described('In the group, and not in the team.') @Nested(() => MissingMembers) missing: MissingMembers;
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
  body: ReconcilerMode,
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

import {
  Described,
  ListOf,
  MayBeAbsent,
  Nested,
  putRightCauses,
  reconcilerModes,
  runOutcomes,
  runSides,
  type PutRightCause,
} from '@rollcall/contracts';
import { IsBoolean, IsIn, IsInt, IsNumber, IsString } from 'class-validator';
import { Id, Time } from './decorators.js';
import { Actor, pageOf, Person, NamedTeam } from './shapes.js';

const aboutMode = 'enforce: drift is put right; report-only: it is shown and left; paused: nobody looks.';
const aboutPutRight = 'The first 100; the count beside it says how many there are.';
const aboutCount = 'How many there are; the list has the first 100.';

export type Mode = (typeof reconcilerModes)[number];

/** The mode, and who set it. */
export class ReconcilerMode {
  @Described(aboutMode) @IsIn(reconcilerModes) mode: Mode;
  @Described('Since when it is so; absent where nobody ever set it.') @MayBeAbsent() @Time() since?: string;
  @MayBeAbsent() @Nested(() => Actor) by?: Actor;
  @Described('Why, as that person said.') @MayBeAbsent() @IsString() reason?: string;
  @Described('When it becomes enforce again by itself.') @MayBeAbsent() @Time() until?: string;
}

export class MemberPutRight {
  @Id() userId: string;
  @MayBeAbsent() @Nested(() => Person) person?: Person;
  @Described('The facts below as a sentence.') @IsString() reason: string;
  @Described(
    'by-hand: came or went by a hand; not-in-group: came from the directory, which says otherwise now; before-takeover: was in the team before it was taken over; missing: nobody knows how the person went. Absent in older runs.',
  )
  @MayBeAbsent()
  @IsIn(putRightCauses)
  cause?: PutRightCause;
  @Described('Who put the person in, or took the person out.') @MayBeAbsent() @Nested(() => Actor) by?: Actor;
  @MayBeAbsent() @Time() at?: string;
  @Described('Since when the directory owns the team.') @MayBeAbsent() @Time() ownedSince?: string;
}

class RunSummary {
  @Id() id: string;
  @Id() teamId: string;
  @Nested(() => NamedTeam) team: NamedTeam;
  @IsIn(runOutcomes) outcome: (typeof runOutcomes)[number];
  @Time() startedAt: string;
  @IsInt() evictedCount: number;
  @IsInt() restoredCount: number;
  @Described('Why it was held.') @MayBeAbsent() @IsString() reason?: string;
}

export class Run extends RunSummary {
  @Described(aboutPutRight) @ListOf(() => MemberPutRight) evicted: MemberPutRight[];
  @Described(aboutPutRight) @ListOf(() => MemberPutRight) restored: MemberPutRight[];
}

export class RunPage extends pageOf(Run) {}

class PersonOfRun extends MemberPutRight {
  @Described('Put out of the team, or put back in; of a run that is held or only reports, would be.')
  @IsIn(runSides)
  side: (typeof runSides)[number];
}

/** By the ids of the people. */
export class RunWithPeople extends pageOf(PersonOfRun) {
  @Nested(() => RunSummary) run: RunSummary;
}

class DriftingTeam {
  @Nested(() => NamedTeam) team: NamedTeam;
  @Described('In the team, and not in its group.') @IsInt() extra: number;
  @Described('In the group, and not in the team.') @IsInt() missing: number;
  @Described('Its run waits for an admin.') @IsBoolean() held: boolean;
}

export class DriftingPage extends pageOf(DriftingTeam) {}

export class HeldRun {
  @Id() teamId: string;
  @Nested(() => NamedTeam) team: NamedTeam;
  @Time() since: string;
  @IsString() reason: string;
  @Described('What it would do, by the newest look at the team. Absent, like the next three, of runs held long ago.')
  @MayBeAbsent()
  @IsInt()
  wouldEvict?: number;
  @MayBeAbsent() @IsInt() wouldRestore?: number;
  @Described('How many are in the team.') @MayBeAbsent() @IsInt() members?: number;
  @Described('How many of them are put out without an admin.') @MayBeAbsent() @IsInt() limit?: number;
}

export class Contended {
  @Nested(() => NamedTeam) team: NamedTeam;
  @Id() userId: string;
  @MayBeAbsent() @Nested(() => Person) person?: Person;
  @IsInt() evictions: number;
  @Time() lastAt: string;
}

export class Reconciler extends ReconcilerMode {
  @Described('Teams that wait to be looked at.') @IsInt() dirty: number;
  @IsNumber() oldestDirtySeconds: number;
  @ListOf(() => HeldRun) held: HeldRun[];
  @Described(
    'Those that an admin has approved: they happen at the next look at the team, when the reconciler enforces.',
  )
  @ListOf(() => HeldRun)
  approved: HeldRun[];
  @ListOf(() => Run) runs: Run[];
  @Described('Who was put in by hand five times or more within a quarter of an hour, and out each time.')
  @ListOf(() => Contended)
  contended: Contended[];
}

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
  @Described('The same, with the name.') @MayBeAbsent() @Nested(() => Actor) by?: Actor;
  @MayBeAbsent() @Time() removedAt?: string;
}

class MissingMembers {
  @Described(aboutCount) @IsInt() count: number;
  @ListOf(() => MissingMember) items: MissingMember[];
}

export class Drift {
  @Described('In the team, and not in its group.') @Nested(() => ExtraMembers) extra: ExtraMembers;
  @Described('In the group, and not in the team.') @Nested(() => MissingMembers) missing: MissingMembers;
}

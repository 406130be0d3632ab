import { applyDecorators } from '@nestjs/common';
import { Described, leaverStates, leavings, maxNamedLeavers, MayBeAbsent, Nested } from '@rollcall/contracts';
import type { LeaverState, Leaving } from '@rollcall/contracts';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsInt, IsString, IsUUID, Max, Min } from 'class-validator';
import { Id, Time } from './decorators.js';
import { routesOf } from './define-route.js';
import { Actor, pageOf, Paging, Person } from './shapes.js';

const defineRoute = routesOf('SCIM');

class LeaverToken {
  @Id() id: string;
  @MayBeAbsent() @IsString() name?: string;
}

class LeaverDecision {
  @Nested(() => Actor) by: Actor;
  @Time() at: string;
}

class Leaver {
  @Id() userId: string;
  @MayBeAbsent() @Nested(() => Person) person?: Person;
  @Described(
    'held: waits for an admin; declined: stays, whatever the directory says, until it has sent the person as active; approved: leaves within seconds.',
  )
  @IsIn(leaverStates)
  state: LeaverState;
  @Described('What the directory asked for: to make the person inactive, or to release (SCIM DELETE).')
  @IsIn(leavings)
  leaving: Leaving;
  @Described('The SCIM token by which the directory said so last.') @Nested(() => LeaverToken) token: LeaverToken;
  @Described('When the directory said so first.') @Time() firstAt: string;
  @Described('And last.') @Time() lastAt: string;
  @Described('And how often.') @IsInt() times: number;
  @MayBeAbsent() @Nested(() => LeaverDecision) decided?: LeaverDecision;
}

class ListLeavers extends Paging {
  @MayBeAbsent() @IsIn(leaverStates) state?: LeaverState;
}

class LeaverPage extends pageOf(Leaver) {
  @Described('How many are held in all.') @IsInt() held: number;
  @Described('Until then nobody new is held, because an admin has approved.')
  @MayBeAbsent()
  @Time()
  passesUntil?: string;
}

/** The people named in a request. */
const IsNamed = (): PropertyDecorator =>
  applyDecorators(IsArray(), ArrayMinSize(1), ArrayMaxSize(maxNamedLeavers), IsUUID(undefined, { each: true }));

class Approval {
  @Described('These people, also declined ones. Either this or count.') @MayBeAbsent() @IsNamed() userIds?: string[];
  @Described('All who are held: how many they are, as a person has read it. Either this or userIds.')
  @MayBeAbsent()
  @IsInt()
  @Min(1)
  @Max(10_000_000)
  count?: number;
}

class Declining {
  @Described('These people; all who are held where absent.') @MayBeAbsent() @IsNamed() userIds?: string[];
}

class Decided {
  @Described('How many were approved, or declined.') @IsInt() decided: number;
  @Described('How many are still held.') @IsInt() held: number;
}

export const listLeavers = defineRoute({
  name: 'listLeavers',
  method: 'GET',
  path: '/api/leavers',
  summary: 'People whom the brake on leavers keeps active: who, since when, by which token, and what was decided',
  about:
    'Setting deprovisionBrake: more than so many percent of the people of the directory (at least 20) leave within ten minutes only when an admin approves.',
  access: 'scim.read',
  query: ListLeavers,
  answer: LeaverPage,
});

export const approveLeavers = defineRoute({
  name: 'approveLeavers',
  method: 'POST',
  path: '/api/leavers/approve',
  summary: 'Let held people leave: all, by their number, or those named',
  about: 'They leave within seconds, without another push. Who approves all lets others pass for an hour.',
  access: 'scim.manage',
  confirmed: true,
  body: Approval,
  status: [202],
  answer: Decided,
  retryKey: true,
  dryRun: true,
  refusals: ['leavers-changed', 'no-held-leaver'],
});

export const declineLeavers = defineRoute({
  name: 'declineLeavers',
  method: 'POST',
  path: '/api/leavers/decline',
  summary: 'Keep held people: all, or those named',
  about: 'What the directory says of them is refused until it has sent them as active, or an admin approves.',
  access: 'scim.manage',
  body: Declining,
  noBodyNeeded: true,
  answer: Decided,
  retryKey: true,
  dryRun: true,
  refusals: ['no-held-leaver'],
});

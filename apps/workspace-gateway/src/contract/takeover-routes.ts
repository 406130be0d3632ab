import { Described, ListOf, MayBeAbsent, Nested, takeoverSides, takeoverStates } from '@rollcall/contracts';
import { IsBoolean, IsIn, IsInt, IsString } from 'class-validator';
import { Id, Time } from './decorators.js';
import { routesOf } from './define-route.js';
import { Actor, pageOf, Paging, Person } from './shapes.js';

const defineRoute = routesOf('Teams');
const aboutFirst = 'How many there are; the list has the first 20.';
const aboutState =
  'waiting: an admin has to decide; allowed: the refused group may be pushed again; declined: its pushes are refused; ' +
  'done: the directory has the team; undone: the workspace has it again.';

class TakeoverId {
  @Id() takeoverId: string;
}

class ListTakeovers extends Paging {
  @Described(aboutState) @MayBeAbsent() @IsIn(takeoverStates) state?: (typeof takeoverStates)[number];
}

class ListPeople extends Paging {
  @Described('Whom what can be done now concerns: allowing the takeover, or undoing it.')
  @IsIn(takeoverSides)
  side: (typeof takeoverSides)[number];
}

class Takeover {
  @Id() id: string;
  @Described('Rises with every change of the takeover and of the team; the number in the ETag.')
  @IsInt()
  version: number;
  @Described(aboutState) @IsIn(takeoverStates) state: (typeof takeoverStates)[number];
  @Described('What it is about, and what can be done.') @IsString() sentence: string;
  @Id() teamId: string;
  @IsString() teamName: string;
  @Described('The name of the group.') @IsString() displayName: string;
  @Described('The name of the team before it was taken over, which an undo gives back.')
  @MayBeAbsent()
  @IsString()
  formerName?: string;
  @Described(
    'The directory goes on writing to the group: allowing it takes effect at once, and nothing is pushed again.',
  )
  @IsBoolean()
  kept: boolean;
  @Nested(() => Actor) pushedBy: Actor;
  @Described('The last request of the directory about it: see /api/audit/requests/{requestId}.')
  @MayBeAbsent()
  @Id()
  requestId?: string;
  @Time() proposedAt: string;
  @Time() updatedAt: string;
  @MayBeAbsent() @Nested(() => Actor) decidedBy?: Actor;
  @MayBeAbsent() @Time() decidedAt?: string;
  @Described('Until then it waits, may be pushed again, or can be undone.') @MayBeAbsent() @Time() endsAt?: string;
  @Described('How many people gained access by it.') @MayBeAbsent() @IsInt() gained?: number;
  @Described('How many people lost access by it.') @MayBeAbsent() @IsInt() lost?: number;
}

class TakeoverPage extends pageOf(Takeover) {}

class TakeoverPerson {
  @Id() userId: string;
  @MayBeAbsent() @Nested(() => Person) person?: Person;
  @Described('How the person came into the team, or had come before the takeover.')
  @MayBeAbsent()
  @IsIn(['directory', 'manual'])
  source?: 'directory' | 'manual';
  @MayBeAbsent() @Time() addedAt?: string;
  @MayBeAbsent() @Nested(() => Actor) addedBy?: Actor;
}

class PeoplePage extends pageOf(TakeoverPerson) {}

class Side {
  @Described(aboutFirst) @IsInt() count: number;
  @ListOf(() => TakeoverPerson) items: TakeoverPerson[];
}

class TakeoverDetails extends Takeover {
  @Described('Another team has the former name by now: after an undo the team keeps its present one.')
  @MayBeAbsent()
  @IsBoolean()
  formerNameTaken?: boolean;
  @Described('Who would gain access.') @Nested(() => Side) gain: Side;
  @Described('Who would lose access.') @Nested(() => Side) lose: Side;
  @Described('Who would stay.') @Nested(() => Side) stay: Side;
  @Described('Former members who are no users any more, and would not come back.') @Nested(() => Side) missing: Side;
}

export const listTakeovers = defineRoute({
  name: 'listTakeovers',
  method: 'GET',
  path: '/api/takeovers',
  summary: 'Takeovers of teams by the directory, newest first: those that wait, and those that happened',
  access: 'teams.manage',
  query: ListTakeovers,
  answer: TakeoverPage,
});

export const findTakeover = defineRoute({
  name: 'findTakeover',
  method: 'GET',
  path: '/api/takeovers/:takeoverId',
  summary: 'One takeover: who would gain access, who would lose it, and who would stay',
  about:
    'By allowing a takeover that waits, or by undoing one that is done: the four lists say what would happen now. Send the ETag as If-Match to do ' +
    'exactly that, or nothing.',
  access: 'teams.manage',
  params: TakeoverId,
  answer: TakeoverDetails,
  etag: true,
  refusals: ['takeover-not-found'],
});

export const takeoverPeople = defineRoute({
  name: 'listTakeoverPeople',
  method: 'GET',
  path: '/api/takeovers/:takeoverId/people',
  summary: 'All people of one side of a takeover, and how each came',
  access: 'teams.manage',
  params: TakeoverId,
  compressed: true,
  query: ListPeople,
  answer: PeoplePage,
  refusals: ['takeover-not-found'],
});

export const allowTakeover = defineRoute({
  name: 'allowTakeover',
  method: 'POST',
  path: '/api/takeovers/:takeoverId/allow',
  summary: 'Let the directory take the team over',
  about:
    'What is kept happens at once. A group that was refused has to be pushed again within 24 hours, and takes the team over only if nobody loses access ' +
    'but those who are shown now; else it waits anew.',
  access: 'teams.manage',
  confirmed: true,
  params: TakeoverId,
  answer: Takeover,
  etag: true,
  ifMatch: true,
  retryKey: true,
  dryRun: true,
  refusals: ['takeover-not-found', 'takeover-decided', 'team-not-found', 'team-name-taken', 'version-mismatch'],
});

export const declineTakeover = defineRoute({
  name: 'declineTakeover',
  method: 'POST',
  path: '/api/takeovers/:takeoverId/decline',
  summary: 'Refuse the group from now on; the team stays as it is',
  access: 'teams.manage',
  params: TakeoverId,
  answer: Takeover,
  etag: true,
  ifMatch: true,
  retryKey: true,
  dryRun: true,
  refusals: ['takeover-not-found', 'takeover-decided', 'team-not-found', 'version-mismatch'],
});

export const undoTakeover = defineRoute({
  name: 'undoTakeover',
  method: 'POST',
  path: '/api/takeovers/:takeoverId/undo',
  summary: 'Give the team back to the workspace, with its former members as they were',
  about:
    'Within 30 days, and only of the last takeover of a team. Who came since goes. The team has its former name again, unless another team has it by now. The group takes the team over again only after an admin has allowed it anew.',
  access: 'teams.manage',
  confirmed: true,
  params: TakeoverId,
  answer: Takeover,
  etag: true,
  ifMatch: true,
  retryKey: true,
  dryRun: true,
  refusals: ['takeover-not-found', 'takeover-decided', 'team-not-found', 'version-mismatch'],
});

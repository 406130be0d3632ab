import {
  Described,
  ListOf,
  MayBeAbsent,
  Nested,
  noticeKinds,
  openList,
  reconcilerModes,
  type NoticeKind,
} from '@rollcall/contracts';
import { providerNames, type ProviderName } from '@rollcall/gateway-kit';
import { IsIn, IsInt, IsString } from 'class-validator';
import { Id, Time } from './decorators.js';
import { Actor, Person, NamedTeam } from './shapes.js';
import { IsActivity, Token, WhyUnknown, type Activity } from './token-shapes.js';

const states = ['working', 'no-token', 'token-died', 'paused', 'held-leavers', 'held-runs'] as const;

class NoticeCount {
  @IsIn(noticeKinds) kind: NoticeKind;
  @IsInt() waiting: number;
  @Described('Those that nobody has acknowledged.') @IsInt() unseen: number;
}

class LastRequest {
  @Time() at: string;
  @Described('What it said of its sender; absent where it said nothing, or that is not known.')
  @MayBeAbsent()
  @IsString()
  userAgent?: string;
  @MayBeAbsent() @IsIn(providerNames) provider?: ProviderName;
}

class LastRefusal {
  @Time() at: string;
  @MayBeAbsent() @IsString() code?: string;
  @IsInt() status: number;
  @IsString() sentence: string;
  @Described('The sentence that the identity provider got; in place of values that it had sent stands `…`.')
  @MayBeAbsent()
  @IsString()
  answer?: string;
  @Described('See /api/audit/requests/{requestId}.') @Id() requestId: string;
}

class Counts {
  @Described('Since when was counted: 24 hours ago, or later where there was too much to count.') @Time() since: string;
  @IsInt() requests: number;
  @Described('Those of them that were refused, failed, or ended with an unknown outcome.') @IsInt() refused: number;
  @Described('By the directory, as often as it did.') @IsInt() peopleCreated: number;
  @IsInt() peopleChanged: number;
  @Described('Made inactive, or deleted.') @IsInt() peopleDeactivated: number;
  @Described('Members whom the reconciler put out of teams.') @IsInt() evictions: number;
}

/** All that can be so beside that everything works, the gravest first. */
export const stateCodes = openList([
  'no-token',
  'token-died',
  'paused',
  'held-leavers',
  'held-runs',
  'takeovers-waiting',
  'audit-stream-failing',
  'contended',
  'dead-token-used',
  'token-ends-soon',
  'report-only',
]);
export type StateCode = (typeof stateCodes)[number];

export class StateFacts {
  @Described('Which token died, is used though it is dead, or ends soon.')
  @MayBeAbsent()
  @Nested(() => Token)
  token?: Token;
  @Described('Until the token ends.') @MayBeAbsent() @IsInt() days?: number;
  @Described('Requests with the dead token in the last 24 hours.') @MayBeAbsent() @IsInt() refused24h?: number;
  @Described('Who paused the reconciler, or has it only report.') @MayBeAbsent() @Nested(() => Actor) by?: Actor;
  @Described('Why, as that person said.') @MayBeAbsent() @IsString() reason?: string;
  @Described('When it ends by itself.') @MayBeAbsent() @Time() until?: string;
  @Described('How many leavers, runs or takeovers wait; how many streams fail.') @MayBeAbsent() @IsInt() count?: number;
  @Described('The teams whose runs are held, at most 20; the team that somebody is put into again and again.')
  @MayBeAbsent()
  @ListOf(() => NamedTeam)
  teams?: NamedTeam[];
  @MayBeAbsent() @Id() userId?: string;
  @Described('Who is put into the team again and again.') @MayBeAbsent() @Nested(() => Person) person?: Person;
  @MayBeAbsent() @IsInt() evictions?: number;
}

export class ProvisioningState {
  @IsIn(stateCodes) code: StateCode;
  @Described('error: provisioning has stopped. warning: something waits, or is not done. info: to be known.')
  @IsIn(['error', 'warning', 'info'])
  severity: 'error' | 'warning' | 'info';
  @MayBeAbsent() @Time() since?: string;
  @Nested(() => StateFacts) facts: StateFacts;
  @IsString() sentence: string;
  @Described('What an admin does about it, as a sentence.') @IsString() todo: string;
}

export class ScimStatus {
  @Described('The gravest first: no token works, the reconciler is paused, leavers are held, runs are held.')
  @IsIn(states)
  state: (typeof states)[number];
  @IsString() sentence: string;
  @Described('All that is so, the gravest first; empty where everything works.')
  @ListOf(() => ProvisioningState)
  states: ProvisioningState[];
  @Described('The base URL for the identity provider; absent where the installation does not say it.')
  @MayBeAbsent()
  @IsString()
  scimUrl?: string;
  @IsInt() workingTokens: number;
  @Described('The newest token that died.') @MayBeAbsent() @Nested(() => Token) lastDeath?: Token;
  @Described('Of the working token that lives longest.') @MayBeAbsent() @IsInt() expiresInDays?: number;
  @IsIn(reconcilerModes) reconciler: (typeof reconcilerModes)[number];
  @IsInt() heldRuns: number;
  @Described('People whom the brake on leavers keeps: see /api/leavers.') @IsInt() heldLeavers: number;
  @Described('See /api/takeovers?state=waiting.') @IsInt() waitingTakeovers: number;
  @Described('How many notices wait, by kind: see /api/notices.') @ListOf(() => NoticeCount) notices: NoticeCount[];
  @MayBeAbsent() @Time() lastRequestAt?: string;
  @Described('The newest refusal of a token. Of all refusals see `lastRefusal`.')
  @MayBeAbsent()
  @Time()
  lastRefusalAt?: string;
  @Described('Who the newest request said to be, where it is known.')
  @MayBeAbsent()
  @IsIn(providerNames)
  provider?: ProviderName;
  @IsActivity() activity: Activity;
  @WhyUnknown() unknown?: string;
  @MayBeAbsent() @Nested(() => LastRequest) lastRequest?: LastRequest;
  @Described('The newest request that was refused, failed, or ended with an unknown outcome, at most 31 days back.')
  @MayBeAbsent()
  @Nested(() => LastRefusal)
  lastRefusal?: LastRefusal;
  @MayBeAbsent() @Nested(() => Counts) counts24h?: Counts;
}

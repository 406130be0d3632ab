import { IsDateString, IsIn, IsInt, IsOptional, IsUUID, Max, Min } from 'class-validator';
import { IsActor, type Actor } from '../actor.js';
import { defineQuery } from '../define/query.js';
import { ListOf, Nested } from '../schema/nested.js';
import { leavings, type Leaving } from './leaver-messages.js';

/** `approved`: about to leave, which takes a moment. */
export const leaverStates = ['held', 'declined', 'approved'] as const;
export type LeaverState = (typeof leaverStates)[number];

/** People whom the brake keeps active (rule 27), in the order of their ids. */
export class ListLeavers {
  @IsUUID() readonly accountId: string;
  @IsOptional() @IsIn(leaverStates) readonly state?: LeaverState;
  /** The `next` of the previous page. */
  @IsOptional() @IsUUID() readonly after?: string;
  @IsInt() @Min(1) @Max(1_000) readonly limit: number;
}

/** Who decided about a leaver, and when. */
export class LeaverDecision {
  @IsActor() readonly actor: Actor;
  @IsDateString() readonly at: string;
}

export class LeaverView {
  @IsUUID() readonly userId: string;
  @IsIn(leaverStates) readonly state: LeaverState;
  /** What the directory asked for. */
  @IsIn(leavings) readonly leaving: Leaving;
  /** By which token it said so last. */
  @IsUUID() readonly tokenId: string;
  /** When it said so first and last, and how often. */
  @IsDateString() readonly firstAt: string;
  @IsDateString() readonly lastAt: string;
  @IsInt() readonly times: number;
  @IsOptional() @Nested(() => LeaverDecision) readonly decided?: LeaverDecision;
}

export class LeaverPage {
  @ListOf(() => LeaverView) readonly leavers: LeaverView[];
  @IsOptional() @IsUUID() readonly next?: string;
  /** How many are held in all. */
  @IsInt() readonly held: number;
  /** Until then nobody new is held: an admin has approved. */
  @IsOptional() @IsDateString() readonly passesUntil?: string;
}

export const LeaverQueries = {
  list: defineQuery({
    service: 'user-service',
    method: 'GET',
    path: '/internal/accounts/:accountId/leavers',
    request: ListLeavers,
    answer: LeaverPage,
  }),
} as const;

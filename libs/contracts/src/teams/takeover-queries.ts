import { IsIn, IsInt, IsOptional, IsString, IsUUID, Max, Min } from 'class-validator';
import { defineQuery } from '../define/query.js';
import {
  TakeoverDetails,
  TakeoverPage,
  TakeoverPeople,
  takeoverSides,
  takeoverStates,
  type TakeoverSide,
  type TakeoverState,
} from './takeover-views.js';

/** A page of takeovers, newest first. */
export class ListTakeovers {
  @IsString() readonly accountId: string;
  @IsOptional() @IsIn(takeoverStates) readonly state?: TakeoverState;
  /** The `next` of the previous page. */
  @IsOptional() @IsUUID() readonly before?: string;
  @IsInt() @Min(1) @Max(200) readonly limit: number;
}

export class FindTakeover {
  @IsString() readonly accountId: string;
  @IsString() readonly takeoverId: string;
}

/** A page of one side, in the order of ids. */
export class ListTakeoverPeople extends FindTakeover {
  @IsIn(takeoverSides) readonly side: TakeoverSide;
  /** The `next` of the previous page. */
  @IsOptional() @IsUUID() readonly after?: string;
  @IsInt() @Min(1) @Max(1_000) readonly limit: number;
}

const get = { service: 'team-service', method: 'GET' } as const;
const takeovers = '/internal/accounts/:accountId/takeovers';

export const TakeoverQueries = {
  list: defineQuery({ ...get, path: takeovers, request: ListTakeovers, answer: TakeoverPage }),
  find: defineQuery({ ...get, path: `${takeovers}/:takeoverId`, request: FindTakeover, answer: TakeoverDetails }),
  people: defineQuery({
    ...get,
    path: `${takeovers}/:takeoverId/people`,
    request: ListTakeoverPeople,
    answer: TakeoverPeople,
  }),
} as const;

import { IsArray, IsInt, IsObject, IsOptional, IsString, IsUUID, Min } from 'class-validator';
import { defineQuery } from './define/query.js';
import { listOf } from './define/shape.js';
import { ListOf } from './schema/nested.js';

/** As many as a bulk request has operations, with the events that they would raise. */
const maxMessages = 8_000;

/** A command to be decided, or an event that one before it would raise in another service. */
export class WouldBeMessage {
  @IsString() readonly type: string;
  @IsObject() readonly payload: object;
  /** Of an event: the version of its aggregate after it. */
  @IsOptional() @IsInt() @Min(1) readonly version?: number;
  /** The places of commands before it that make what it refers to: where one of them is refused, it is not decided. */
  @IsOptional() @IsArray() @IsInt({ each: true }) readonly requires?: readonly number[];
}

/** Commands of one request of the directory, in their order. */
export class DecideTogether {
  @IsUUID() readonly accountId: string;
  @ListOf(() => WouldBeMessage, maxMessages) readonly messages: readonly WouldBeMessage[];
}

/** What would become of a message. */
export class WouldBeResult {
  /** The reply (`Reply`) to a command; absent for events, and for a command that requires one that was refused. */
  @IsOptional() @IsObject() readonly reply?: object;
  @ListOf(() => WouldBeMessage) readonly events: readonly WouldBeMessage[];
}

/**
 * A dry run of several commands: each is decided on the state that those before it would leave, and nothing is saved (ADR 0072). The
 * results are in the order of the messages. Refuses with `dry-runs-busy` and `dry-run-too-large`. It changes nothing, and is not
 * repeated all the same: the first holds locks until it is decided.
 */
export const DryRunQueries = {
  ofUsers: defineQuery({
    service: 'user-service',
    method: 'POST',
    path: '/internal/accounts/:accountId/users/dry-runs',
    request: DecideTogether,
    answer: listOf(WouldBeResult),
    idempotent: false,
  }),
  ofTeams: defineQuery({
    service: 'team-service',
    method: 'POST',
    path: '/internal/accounts/:accountId/teams/dry-runs',
    request: DecideTogether,
    answer: listOf(WouldBeResult),
    idempotent: false,
  }),
} as const;

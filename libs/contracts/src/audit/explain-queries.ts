import { IsDateString, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import { defineQuery } from '../define/query.js';
import { MembershipExplanation, TokenExplanation, UserExplanation } from './explanations.js';

/** The longest e-mail address, name or id that is asked about. */
export const longestExplained = 320;

/** Refuses with `team-not-found` and `user-not-found` where the account has none such, also where another one has. */
export class ExplainMembership {
  @IsUUID() readonly accountId: string;
  /** Id or name. */
  @IsString() @MaxLength(longestExplained) readonly team: string;
  /** Id or e-mail address. */
  @IsString() @MaxLength(longestExplained) readonly user: string;
  /** A past moment: it is told from the log alone. */
  @IsOptional() @IsDateString() readonly at?: string;
}

/** Refuses with `token-not-found`. */
export class ExplainToken {
  @IsUUID() readonly accountId: string;
  @IsUUID() readonly token: string;
}

/** Refuses with `user-not-found`. */
export class ExplainUser {
  @IsUUID() readonly accountId: string;
  /** Id or e-mail address. */
  @IsString() @MaxLength(longestExplained) readonly user: string;
}

const base = { service: 'audit-service', method: 'POST' } as const;
const path = '/internal/audit/explain';

export const ExplainQueries = {
  membership: defineQuery({
    ...base,
    path: `${path}/membership`,
    request: ExplainMembership,
    answer: MembershipExplanation,
  }),
  token: defineQuery({ ...base, path: `${path}/token`, request: ExplainToken, answer: TokenExplanation }),
  user: defineQuery({ ...base, path: `${path}/user`, request: ExplainUser, answer: UserExplanation }),
} as const;

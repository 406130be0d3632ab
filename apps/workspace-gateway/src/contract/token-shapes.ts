import { applyDecorators } from '@nestjs/common';
import {
  Described,
  leniencyLevels,
  MayBeAbsent,
  Nested,
  revocationReasons,
  tokenProviders,
  type LeniencyLevel,
  type RevocationReason,
  type TokenProvider,
} from '@rollcall/contracts';
import { IsIn, IsInt, IsString } from 'class-validator';
import { Id, Time } from './decorators.js';
import { Person } from './shapes.js';

/** What is shown of a token, whatever it opens. */
export class AnyToken {
  @Id() id: string;
  @IsString() name: string;
  @Described('Its beginning and its last four characters.') @IsString() hint: string;
  @Described('Its admin: the token works only while this person is an active admin.')
  @MayBeAbsent()
  @Nested(() => Person)
  creator?: Person;
  @Id() creatorId: string;
  @Time() createdAt: string;
  @Time() expiresAt: string;
  @MayBeAbsent() @Time() lastUsedAt?: string;
  @MayBeAbsent() @Time() lastRefusedAt?: string;
  @Described('Whether it works, and why not.')
  @IsIn(['working', 'expired', ...revocationReasons])
  state: 'working' | 'expired' | RevocationReason;
  @MayBeAbsent() @Time() endedAt?: string;
}

/** A SCIM token. */
export class Token extends AnyToken {
  @Described('`none`: its requests may have nothing beyond the SCIM standard.')
  @IsIn(leniencyLevels)
  leniency: LeniencyLevel;
  @Described('The identity provider that it is for, if that was said.')
  @MayBeAbsent()
  @IsIn(tokenProviders)
  provider?: TokenProvider;
}

const activities = ['known', 'unknown'] as const;
export type Activity = (typeof activities)[number];

/** Whether the audit log has said how often was asked and refused. */
export const IsActivity = (): PropertyDecorator =>
  applyDecorators(
    IsIn(activities),
    Described('Whether it is known how often was asked and refused: `unknown` where the audit log does not answer.'),
  );

export const WhyUnknown = (): PropertyDecorator =>
  applyDecorators(MayBeAbsent(), IsString(), Described('What is not known and why, as a sentence.'));

/** A token in the list: with what it was used for lately. */
export class TokenInUse extends Token {
  @Described('In the last 24 hours, refused ones too.') @MayBeAbsent() @IsInt() requests24h?: number;
  @Described('Those of them that were refused, failed, or ended with an unknown outcome.')
  @MayBeAbsent()
  @IsInt()
  refused24h?: number;
  @Described('What the newest request said of its sender, at most 31 days back.')
  @MayBeAbsent()
  @IsString()
  userAgent?: string;
  @Described('Of the newest refusal in the last 24 hours.') @MayBeAbsent() @IsString() lastRefusalCode?: string;
}

/** What may be said of a new one. */
export class NewAnyToken {
  @Described('One year from now where absent, at most two.') @MayBeAbsent() @Time() expiresAt?: string;
}

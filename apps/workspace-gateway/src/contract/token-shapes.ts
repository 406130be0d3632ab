import { Described, MayBeAbsent, revocationReasons, type RevocationReason } from '@rollcall/contracts';
import { IsIn, IsString } from 'class-validator';
import { Id, Nested, Time } from './decorators.js';
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

/** What may be said of a new one. */
export class NewAnyToken {
  @Described('One year from now where absent, at most two.') @MayBeAbsent() @Time() expiresAt?: string;
}

import { Described, ListOf, MayBeAbsent } from '@rollcall/contracts';
import { IsArray, IsIn, IsString } from 'class-validator';
import { Id, Text } from './decorators.js';
import { routesOf } from './define-route.js';

const defineRoute = routesOf('About');

export const foundKinds = ['user', 'team', 'role', 'token', 'request', 'takeover'] as const;
export type FoundKind = (typeof foundKinds)[number];

class LookedUp {
  @Described(
    'An id of whatever kind, an `X-Request-Id`, an e-mail address, an `externalId`, or the name of a team or role.',
  )
  @Text(320)
  text: string;
}

class Found {
  @IsIn(foundKinds) kind: FoundKind;
  @Id() id: string;
  @Described('A name; of a request, what happened.') @IsString() title: string;
  @Described('It is no more: a deleted team, a token that has ended.') @MayBeAbsent() @IsIn([true]) ended?: true;
}

class FoundList {
  @ListOf(() => Found) items: Found[];
  @Described('What could not be asked just now: it may be one of these.')
  @MayBeAbsent()
  @IsArray()
  @IsIn(foundKinds, { each: true })
  unanswered?: FoundKind[];
}

export const lookup = defineRoute({
  name: 'lookup',
  method: 'GET',
  path: '/api/lookup',
  summary: 'What something is: an id from a log, a request id, an e-mail address',
  about:
    'The whole text counts, without what stands around it; for a part of a name, search people or teams. It finds what you may read, at most a few of each kind, and waits two seconds at most.',
  access: 'users.read',
  query: LookedUp,
  answer: FoundList,
});

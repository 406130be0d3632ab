import {
  Described,
  longestExplained,
  MayBeAbsent,
  MembershipExplanation,
  TokenExplanation,
  UserExplanation,
} from '@rollcall/contracts';
import { Id, Text, Time } from './decorators.js';
import { routesOf } from './define-route.js';

const defineRoute = routesOf('Audit');
const audit = { method: 'GET', access: 'audit.read', auditToken: true } as const;
const answers =
  'The answer has a code, a sentence that says what is so, since when, by whom and by which request, what to do about it and where, and the entries that it rests on.';

class WhichMembership {
  @Described('The id or the name of the team.') @Text(longestExplained) team: string;
  @Described('The id or the e-mail address of the person; of who was erased, the id.')
  @Text(longestExplained)
  user: string;
  @Described(
    'A past moment (RFC 3339, UTC): it is told from the log alone. A day is none: much may change in it. Absent: now.',
  )
  @MayBeAbsent()
  @Time()
  at?: string;
}

export const explainMembership = defineRoute({
  ...audit,
  name: 'explainMembership',
  path: '/api/audit/explain/membership',
  summary: 'Why somebody is in a team, or is not',
  about: `${answers} Of now it is told from what is so at this moment and from the log; a past moment from the log alone.`,
  query: WhichMembership,
  answer: MembershipExplanation,
  refusals: ['team-not-found', 'user-not-found', 'audit-question-invalid', 'audit-not-installed'],
});

class WhichToken {
  @Described('The id of the SCIM token.') @Id() token: string;
}

export const explainToken = defineRoute({
  ...audit,
  name: 'explainToken',
  path: '/api/audit/explain/token',
  summary: 'Why a SCIM token works, or is answered with 401',
  about: answers,
  query: WhichToken,
  answer: TokenExplanation,
  refusals: ['token-not-found', 'audit-not-installed'],
});

class WhichUser {
  @Described('The id or the e-mail address of the person; of who was erased, the id.')
  @Text(longestExplained)
  user: string;
}

export const explainUser = defineRoute({
  ...audit,
  name: 'explainUser',
  path: '/api/audit/explain/user',
  summary: 'Why a person is active or inactive, and of her type',
  about: answers,
  query: WhichUser,
  answer: UserExplanation,
  refusals: ['user-not-found', 'audit-not-installed'],
});

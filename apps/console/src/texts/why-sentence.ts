import type { MembershipExplanation, TokenExplanation, UserExplanation } from '../api/generated/types.gen';
import { dateTime } from './format';
import { t } from './index';
import { sentences } from './sentences';

/** What is so and why, and what to do about it. */
export interface Advice {
  readonly sentence: string;
  readonly todo?: string | undefined;
}

type ExplainedMembership = MembershipExplanation['explanation'];
type ExplainedToken = TokenExplanation['explanation'];
type ExplainedUserState = UserExplanation['state'];
type ExplainedUserType = NonNullable<UserExplanation['userType']>;
type Explained = ExplainedMembership | ExplainedToken | ExplainedUserState | ExplainedUserType;
type Actor = NonNullable<Explained['actor']>;

/** Verdicts and reasons of later versions than this page are not among its own. */
const of = <Value>(table: Readonly<Record<string, Value>>, code: string | undefined): Value | undefined =>
  code !== undefined && Object.hasOwn(table, code) ? table[code] : undefined;

/** What the API says, where this page has no words for the verdict. */
const asSaid = ({ sentence, todo }: Explained): Advice => ({ sentence, todo });

function doer({ kind, name }: Actor, provider: string): string {
  if (kind === 'directory') return provider;
  if (kind === 'operator') return t.who.operator;
  if (kind === 'system') return sentences().why.reconciler;
  return name ?? t.who.somebody;
}

const deedOf = (actor: Actor | undefined, at: string | undefined, provider: string) =>
  sentences().why.deed(actor && doer(actor, provider), at && dateTime(at));

const done = ({ actor, since }: Explained, provider: string) => deedOf(actor, since, provider);

/** Why a person is active, or is not. */
export function userStateAdvice(explained: ExplainedUserState, who: string, provider: string): Advice {
  const { user, userTodo } = sentences().why;
  const says = of<(who: string, done: string) => string>(user, explained.verdict);
  if (!says) return asSaid(explained);
  return { sentence: says(who, done(explained, provider)), todo: of(userTodo, explained.verdict) };
}

/** Why a person has her user type. */
export function userTypeAdvice(
  explained: ExplainedUserType,
  { who, typeOf }: { readonly who: string; readonly typeOf: (userType: string) => string },
  provider: string,
): Advice {
  const { type, typeTodo } = sentences().why;
  const says = of<(who: string, userType: string, done: string) => string>(type, explained.verdict);
  const userType = explained.facts?.userType;
  if (!says || userType === undefined) return asSaid(explained);
  return { sentence: says(who, typeOf(userType), done(explained, provider)), todo: of(typeTodo, explained.verdict) };
}

/** Why a token works, or does not. */
export function tokenAdvice(explained: ExplainedToken, name: string | undefined, provider: string): Advice {
  const { tokenName, token, makerBecame, makerLeft, tokenTodo, somebody } = sentences().why;
  const { verdict, facts = {} } = explained;
  const purpose = facts.purpose ?? 'scim';
  const says = of<(token: string, done: string, maker: string, became: string) => string>(token, verdict);
  if (!says || name === undefined) return asSaid(explained);
  const maker = facts.maker?.name ?? somebody;
  const became = of<string>(makerBecame, facts.reason) ?? makerLeft;
  const sentence = says(tokenName[purpose](name), done(explained, provider), maker, became);
  return { sentence, todo: verdict === 'works' ? undefined : tokenTodo[purpose] };
}

/**
 * Why somebody is in a team, or is not.
 * @param team its name; undefined where nobody knows it any more
 */
export function membershipAdvice(
  explained: ExplainedMembership,
  { who, team }: { readonly who: string; readonly team: string | undefined },
  provider: string,
): Advice {
  const says = sentences().why;
  const { verdict, facts = {}, since, entries } = explained;
  const sentence = of(says.member, verdict);
  if (!sentence) return asSaid(explained);
  const until = facts.until && dateTime(facts.until);
  const hand = entries.find(({ type, actor }) => type === 'team.members-added' && actor?.kind === 'admin');
  return {
    sentence: sentence({
      who,
      team: team === undefined ? says.formerTeam : says.team(team),
      done: done(explained, provider),
      addedBy: hand && deedOf(hand.actor, hand.at, provider),
      until,
      since: since && dateTime(since),
      groupSize: facts.groupSize,
      withheld: (of<(until: string | undefined) => string>(says.withheld, facts.reason) ?? says.withheld.held)(until),
      awaited: of<string>(says.awaited, facts.reason) ?? says.awaited.team,
    }),
    todo:
      (verdict === 'out-restoration-withheld' ? of<string>(says.withheldTodo, facts.reason) : undefined) ??
      of<string>(says.memberTodo, verdict),
  };
}

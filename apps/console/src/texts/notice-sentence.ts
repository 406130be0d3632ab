import type { Notice } from '../api/generated/types.gen';
import { dateTime } from './format';
import { briefName } from './people';
import { sentences } from './sentences';

type Said = Pick<Notice, 'kind' | 'state' | 'outcome' | 'facts' | 'person' | 'sentence'>;
type Token = NonNullable<Notice['facts']['token']>;

/** What a notice says, in the reader's language; the API's sentence where the kind is of a later version. */
export function noticeSentence(notice: Said): string {
  return madeOf(notice) ?? notice.sentence;
}

/** A kind of a later version than this page is none of these. */
function madeOf(notice: Said): string | undefined {
  const says = sentences().notices;
  const isOver = notice.state === 'ended';
  const { facts, outcome, person } = notice;
  const who = person ? briefName(person) : says.formerPerson;
  const team = facts.team?.displayName === undefined ? says.formerTeam : says.team(facts.team.displayName);
  switch (notice.kind) {
    case 'leavers-held':
      return isOver
        ? joined(says.leavers.asked, endOf(says.leavers, outcome))
        : facts.count === undefined
          ? undefined
          : joined(says.leavers.asked, says.leavers.waiting(facts.count), says.leavers.todo);
    case 'takeover-waiting':
      return joined(says.takeover.pushed(team), isOver ? endOf(says.takeover, outcome) : says.takeover.waiting);
    case 'run-held':
      return isOver ? joined(says.run.was(team), endOf(says.run, outcome)) : says.run.waiting(team);
    case 'token-ended':
      return tokenEnded(facts.token, isOver);
    case 'token-ending':
      return tokenEnding(facts.token, isOver);
    case 'admin-made-by-directory':
      return joined(says.admin.made(who), isOver ? says.seen : says.admin.madeTodo);
    case 'admin-password-by-directory':
      return joined(says.admin.password(who), isOver ? says.seen : says.admin.passwordTodo);
    default:
      return undefined;
  }
}

const joined = (...parts: readonly string[]) => parts.join(' ');

interface Ended {
  /** Where it is not known how. */
  readonly ended: string;
  readonly ends: Readonly<Partial<Record<string, string>>>;
}

const endOf = ({ ended, ends }: Ended, outcome: string | undefined) => ends[outcome ?? ''] ?? ended;

const nameOf = (token: Token | undefined) => {
  const { name, former } = sentences().notices.token;
  return token ? name[token.purpose](token.name) : former;
};

function wayOf(token: Token | undefined): string {
  const { ways, ended } = sentences().notices.token;
  return (ways as Readonly<Partial<Record<string, string>>>)[token?.state ?? ''] ?? ended;
}

function tokenEnded(token: Token | undefined, isSeen: boolean): string {
  const { seen, token: says } = sentences().notices;
  const has = says.has(nameOf(token), wayOf(token));
  return isSeen ? joined(has, seen, says.another) : joined(has, says.todo[token?.purpose ?? 'scim']);
}

function tokenEnding(token: Token | undefined, isSeen: boolean): string {
  const { seen, token: says } = sentences().notices;
  if (token?.state !== 'working') return says.announced(nameOf(token), wayOf(token));
  return joined(says.ends(nameOf(token), dateTime(token.expiresAt)), isSeen ? seen : says.renew[token.purpose]);
}

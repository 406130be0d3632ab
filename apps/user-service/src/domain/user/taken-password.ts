import { Refusal, type Actor, type ChangeUser } from '@rollcall/contracts';
import type { UserWrite } from './decide-user-write.js';
import { ownSignIn } from './own-sign-in.js';

/** `taken`; `kept`: brought, and the user keeps what was; undefined where the write brings none. */
export type PasswordOutcome = 'taken' | 'kept' | undefined;

/** What a command says of a password: its hash, or why there is none. */
export type SaidPassword = Pick<ChangeUser, 'passwordHash' | 'passwordProblem' | 'passwordUnhashed'>;

/** The same for the write that the command asks for. */
export function saidPassword({ passwordHash, passwordProblem, passwordUnhashed }: SaidPassword): SaidPassword {
  return {
    ...(passwordHash === undefined ? {} : { passwordHash }),
    ...(passwordProblem === undefined ? {} : { passwordProblem }),
    ...(passwordUnhashed === undefined ? {} : { passwordUnhashed }),
  };
}

/** What decides whether a password is taken, whatever it is. */
export interface PasswordFacts extends Pick<UserWrite, 'account' | 'before' | 'arrival' | 'isAnother'> {
  readonly actor: Pick<Actor, 'kind'>;
}

/**
 * Whether the password of a write is taken (rules 5, 6). One that breaks the rule refuses the write where it would be taken;
 * the gateway says so, because only it sees passwords. One that came unhashed has to come again, hashed.
 * @throws Refusal own-sign-in, password-refused, password-needed
 */
export function passwordOutcome(desired: UserWrite): PasswordOutcome {
  const { passwordHash, passwordProblem: problem, passwordUnhashed = false } = desired;
  if (passwordHash === undefined && problem === undefined && !passwordUnhashed) return undefined;
  const outcome = outcomeOfAny(desired);
  if (outcome === 'kept' || passwordHash !== undefined) return outcome;
  throw problem === undefined ? new Refusal('password-needed') : new Refusal('password-refused', { problem });
}

/**
 * What becomes of any good password (rules 5, 6). From the directory it is not taken where the account does not sync passwords,
 * where the write adopts, and where a creation meets somebody who has one, because Okta sends a placeholder.
 * @throws Refusal own-sign-in
 */
export function outcomeOfAny(facts: PasswordFacts): 'taken' | 'kept' {
  const { account, actor, before, arrival, isAnother = false } = facts;
  if (actor.kind !== 'directory') return 'taken';
  if (account.settings.passwordSync === 'off') return 'kept';
  if (before === undefined) return 'taken';
  const adopts = before.managedBy === 'workspace' && !before.released;
  const isCreation = arrival !== undefined;
  if (isCreation && (adopts || (before.hasPassword && !isAnother))) return 'kept';
  if (before.ownSignIn && !isAnother) throw ownSignIn(before, 'password');
  return adopts ? 'kept' : 'taken';
}

import { isUuid, Refusal, type UserExplanation, type UserView } from '@rollcall/contracts';
import type { Finding } from '../domain/explain/finding.js';
import { userStateAdvice, userTypeAdvice } from '../domain/explain/user-sentences.js';
import { explainUserState, explainUserType } from '../domain/explain/why-user.js';
import type { NamesAndMakers } from '../domain/explain/words.js';
import { personOf, whomOf } from '../domain/sentence.js';
import { termsOf } from '../persistence/explanation-reads.js';
import { completeness } from '../queries/complete-since.js';
import { subjectView, type Explaining } from './explaining.js';
import { evidence, explanationView, namesFor } from './explanation-view.js';

/**
 * Why a person is active or inactive, and of her type.
 * @throws Refusal user-not-found; ServiceUnavailable where an owner does not answer
 */
export async function explainUserOf(
  explaining: Explaining,
  accountId: string,
  named: string,
): Promise<UserExplanation> {
  const { owners, log, turns } = explaining;
  const userId = await owners.userIdOf(accountId, named);
  const user = await owners.user(accountId, userId);
  const [person, since] = await turns.run(accountId, () =>
    Promise.all([log.explanations.newest(accountId, termsOf.person(userId)), log.completeSince(accountId)]),
  );
  if (!user && person.entries.length === 0) throw new Refusal('user-not-found', { userId });
  const state = explainUserState(user && { ...user, released: user.released === true }, person);
  const type = user && explainUserType(person);
  const findings: Finding<string>[] = [state, ...(type ? [type] : [])];
  const subjects = [{ kind: 'user', id: userId } as const, ...roleOf(user)];
  const names = await namesFor(accountId, { subjects, findings, entries: evidence(findings) }, explaining);
  const who = personOf(userId, names);
  return {
    user: subjectView('user', userId, names),
    state: explanationView(state, userStateAdvice({ who, finding: state, names }), evidence([state]), names),
    ...(type
      ? {
          userType: explanationView(
            type,
            {
              ...userTypeAdvice({ who, userType: typeIn(user, names), finding: type, names }),
              facts: { userType: user.userType },
            },
            evidence([type]),
            names,
          ),
        }
      : {}),
    ...completeness(since),
  };
}

/** A type that is an id is a custom role's. */
const roleOf = (user: UserView | undefined) =>
  user && isUuid(user.userType) ? [{ kind: 'role', id: user.userType } as const] : [];

const typeIn = ({ userType }: UserView, names: NamesAndMakers): string =>
  isUuid(userType) ? `member of ${whomOf({ kind: 'role', id: userType }, names)}` : userType;

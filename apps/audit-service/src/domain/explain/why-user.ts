import type { UserTypeVerdict, UserVerdict } from '@rollcall/contracts';
import { whatDid, type Finding } from './finding.js';
import { isByDirectory, type PastEntry, type PersonState } from './history.js';

/** What became of a person. */
export interface PastOfPerson {
  /** Newest first. */
  readonly entries: readonly PastEntry[];
  /** False where older ones may be there that were not found in time. */
  readonly isWhole: boolean;
}

const newestOf = (person: readonly PastEntry[], ...types: readonly string[]) =>
  person.find(({ type }) => types.includes(type));

const found = (entry: PastEntry | undefined) => (entry ? whatDid(entry) : {});

/**
 * Explains why a person is active, or is not.
 * @param state absent where the person was erased
 */
export function explainUserState(
  state: PersonState | undefined,
  { entries: person, isWhole }: PastOfPerson,
): Finding<UserVerdict> {
  if (!state) return { ...found(newestOf(person, 'user.erased')), verdict: 'erased' };
  if (state.released) return { ...found(newestOf(person, 'user.released')), verdict: 'released' };
  if (state.active) {
    const brake = newestOf(person, 'user.leaving-held', 'user.leaving-withdrawn', 'user.restored', 'user.reactivated');
    if (brake?.type === 'user.leaving-held') return { ...whatDid(brake), verdict: 'active-though-held' };
    const came = newestOf(person, 'user.reactivated', 'user.restored', 'user.adopted', 'user.created');
    return { ...found(came), verdict: 'active' };
  }
  const left = newestOf(person, 'user.deactivated', 'user.reactivated', 'user.restored', 'user.released');
  if (left?.type === 'user.released')
    return { ...whatDid(left), verdict: isByDirectory(left) ? 'inactive-by-directory' : 'inactive-by-hand' };
  if (left?.type !== 'user.deactivated')
    return { verdict: isWhole ? 'inactive-before-the-log' : 'inactive-cannot-be-told-yet' };
  return { ...whatDid(left), verdict: isByDirectory(left) ? 'inactive-by-directory' : 'inactive-by-hand' };
}

/** Explains why a person has the type that she has. */
export function explainUserType({ entries: person, isWhole }: PastOfPerson): Finding<UserTypeVerdict> {
  const said = newestOf(person, 'user.type-changed', 'user.restored', 'user.created', 'account.user-type-fell-back');
  if (!said) return { verdict: isWhole ? 'type-before-the-log' : 'type-cannot-be-told-yet' };
  const fellBack = person.find(
    ({ type, requestId }) => type === 'account.user-type-fell-back' && requestId === said.requestId,
  );
  if (fellBack) return { ...whatDid(said), verdict: 'type-by-fallback', others: [fellBack] };
  return { ...whatDid(said), verdict: isByDirectory(said) ? 'type-by-directory' : 'type-by-hand' };
}

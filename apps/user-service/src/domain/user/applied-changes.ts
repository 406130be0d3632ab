import { profileAttributes, Refusal, type UserChange } from '@rollcall/contracts';
import { applyChanges, withEqualOnce, type UserTree } from '../profile/apply-changes.js';
import { applyRequest } from '../profile/apply-request.js';
import { knownProfile } from '../profile/profile-shape.js';
import type { Profile } from '../profile/profile.js';
import type { User } from './user.js';

/** What partial changes make of a user. */
export interface Applied {
  readonly tree: UserTree;
  readonly userName: string;
  readonly externalId?: string;
  readonly userType?: string;
  readonly profile: Profile;
  /** The attributes that stay as stored, because a rule refuses what the changes say of them. */
  readonly kept: readonly string[];
}

/** @throws Refusal attribute-invalid, no-target */
export function applyToUser(_before: User, from: UserTree, changes: readonly UserChange[]): Applied {
  const tree = applyRequest(from, changes);
  const userName = text('userName', tree.userName);
  if (userName === undefined)
    throw new Refusal('attribute-invalid', { attribute: 'userName', problem: 'it is required' });
  const externalId = text('externalId', tree.externalId);
  const userType = text('userType', tree.userType);
  return {
    tree,
    userName,
    ...(externalId === undefined ? {} : { externalId }),
    ...(userType === undefined ? {} : { userType }),
    profile: withEqualOnce(knownProfile(tree), changes),
    kept: [],
  };
}

/**
 * The same for a user who is inactive afterwards: what a rule refuses, stays as stored (rule 5). Most requests are refused
 * nothing, so single steps are looked at only where one is.
 */
export function applyToLeaver(before: User, from: UserTree, changes: readonly UserChange[]): Applied {
  try {
    return applyToUser(before, from, changes);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
  const kept = new Set<string>();
  const tree = applyRequest(from, stepsThatApply(from, changes, kept));
  const stored = { ...before.profile, ...identity(before) } as UserTree;
  const sound: Record<string, unknown> = { ...tree };
  for (const attribute of [...texts, ...Object.keys(profileAttributes)]) {
    if (isAccepted(attribute, tree)) continue;
    kept.add(attribute);
    sound[attribute] = stored[attribute];
  }
  return { ...applyToUser(before, sound, []), kept: [...kept] };
}

const texts: readonly string[] = ['userName', 'externalId', 'userType'];

function isAccepted(attribute: string, tree: UserTree): boolean {
  try {
    if (!texts.includes(attribute)) knownProfile({ [attribute]: tree[attribute] });
    else if (text(attribute, tree[attribute]) === undefined) return attribute !== 'userName';
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

function stepsThatApply(from: UserTree, changes: readonly UserChange[], kept: Set<string>): UserChange[] {
  let tree = from;
  return changes.filter((change) => {
    try {
      tree = applyChanges(tree, [change]);
      return true;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      kept.add(change.attribute);
      return false;
    }
  });
}

function identity({ userName, externalId, userType }: User): object {
  return { userName, externalId, userType };
}

/** Empty means absent (rule 4). */
function text(attribute: string, value: unknown): string | undefined {
  if (value === undefined || value === '') return undefined;
  if (typeof value === 'string') return value;
  throw new Refusal('attribute-invalid', { attribute, problem: 'a text is expected' });
}

import {
  longestText,
  mostValues,
  Refusal,
  type ChangeUser,
  type Decision,
  type UserProfile,
} from '@rollcall/contracts';
import { applyChanges, type UserTree } from './apply-changes.js';
import type { Change, Directory } from './directory.js';
import { accountOf, checkVersion, settle, visibleUser, type UserReply } from './settle.js';
import type { User } from './user.js';

/**
 * The directory changes some attributes and leaves the others alone (RFC 7644 §3.5.2). The changes are applied to the user as it is
 * under lock, so parallel changes of different attributes all survive.
 * @throws Refusal user-not-found, version-mismatch, attribute-invalid, no-target, and what `settle` throws
 */
export function decideChangeUser(command: ChangeUser, directory: Directory, now: Date): Decision<Change, UserReply> {
  const account = accountOf(command.accountId, directory);
  const before = visibleUser(command.accountId, command.userId, directory);
  checkVersion(command.ifMatch, before.version);
  const { userName, externalId, userType, active, ...profile } = applyChanges(treeOf(before), command.changes);
  if (typeof userName !== 'string')
    throw new Refusal('attribute-invalid', { attribute: 'userName', problem: 'it is required' });
  return settle(
    {
      account,
      actor: command.actor,
      before,
      id: before.id,
      draft: {
        userName,
        active: boolean('active', active, before.active),
        ...(externalId === undefined ? {} : { externalId: text('externalId', externalId) }),
        profile: checkedShape(profile),
      },
      // A type that was not touched stays, even where the account no longer knows it.
      ...(userType === undefined || userType === before.userType ? {} : { userType: text('userType', userType) }),
      ...(command.passwordHash === undefined ? {} : { passwordHash: command.passwordHash }),
      now,
    },
    directory,
  );
}

function treeOf({ userName, externalId, userType, active, profile }: User): UserTree {
  return { ...profile, userName, userType, active, ...(externalId === undefined ? {} : { externalId }) };
}

function text(attribute: string, value: unknown): string {
  if (typeof value === 'string') return value;
  throw new Refusal('attribute-invalid', { attribute, problem: 'a text is expected' });
}

function boolean(attribute: string, value: unknown, fallback: boolean): boolean {
  if (value === undefined) return fallback;
  if (typeof value === 'boolean') return value;
  throw new Refusal('attribute-invalid', { attribute, problem: 'true or false is expected' });
}

const texts = ['displayName', 'nickName', 'title', 'profileUrl', 'preferredLanguage', 'locale', 'timezone'] as const;
const lists = ['emails', 'phoneNumbers', 'addresses'] as const;

/** Values of partial changes come without their class: nothing but texts, lists and objects of the profile may stay. */
function checkedShape(profile: Record<string, unknown>): UserProfile {
  for (const attribute of texts) if (profile[attribute] !== undefined) text(attribute, profile[attribute]);
  for (const attribute of lists) {
    const list = profile[attribute];
    if (list === undefined) continue;
    if (!Array.isArray(list)) throw new Refusal('attribute-invalid', { attribute, problem: 'a list is expected' });
    if (list.length > mostValues)
      throw new Refusal('attribute-invalid', { attribute, problem: `at most ${mostValues} values are kept` });
  }
  checkLeaves('', profile);
  return profile as UserProfile; // checked above, leaf by leaf
}

function checkLeaves(path: string, value: unknown): void {
  if (typeof value === 'object' && value !== null) {
    for (const [name, each] of Object.entries(value)) {
      checkLeaves(Array.isArray(value) ? path : path === '' ? name : `${path}.${name}`, each);
    }
    return;
  }
  const isFlag = path.endsWith('.primary');
  if (isFlag ? typeof value !== 'boolean' : typeof value !== 'string') {
    throw new Refusal('attribute-invalid', {
      attribute: path,
      problem: isFlag ? 'true or false is expected' : 'a text is expected',
    });
  }
  if (typeof value === 'string' && value.length > longestText) {
    throw new Refusal('attribute-invalid', { attribute: path, problem: `at most ${longestText} characters are kept` });
  }
}

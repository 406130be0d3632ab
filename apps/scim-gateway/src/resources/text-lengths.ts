import { longestNewAddress, longestOfUser, problemOfLength, Refusal } from '@rollcall/contracts';
import type { UserInput } from './user-mapping.js';

type UserTexts = Partial<Pick<UserInput, 'userName' | 'externalId' | 'userType' | 'userTypes'>>;

/**
 * What is too long for a command about a user is refused here, in the words in which user-service refuses what is shorter and still too long.
 * @throws Refusal user-name-invalid, attribute-invalid
 */
export function requireShortTexts(texts: UserTexts): void {
  const { userName = '', externalId = '', userType = '', userTypes = [] } = texts;
  if (isTooLong('userName', userName)) {
    const problem = problemOfLength(userName, { maxLength: longestNewAddress });
    throw new Refusal('user-name-invalid', problem === undefined ? {} : { problem });
  }
  requireLength('externalId', externalId, longestOfUser.externalId);
  for (const each of [userType, ...userTypes]) requireLength('userType', each, longestOfUser.userType);
}

/** Whether a text is longer than a command about a user takes it. */
export function isTooLong(name: keyof typeof longestOfUser, text: string): boolean {
  return problemOfLength(text, { maxLength: longestOfUser[name] }) !== undefined;
}

function requireLength(attribute: string, text: string, maxLength: number): void {
  const problem = problemOfLength(text, { maxLength });
  if (problem !== undefined) throw new Refusal('attribute-invalid', { attribute, problem });
}

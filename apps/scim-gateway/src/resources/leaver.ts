import type { Excuse, ScimError } from '@rollcall/scim';
import { inSlices } from '@rollcall/service-kit';
import { domainAttribute } from './domain-attribute.js';
import { isTooLong } from './text-lengths.js';
import type { UserInput } from './user-mapping.js';

/** So many refusals of one request are heard; further ones are refused whatever becomes of the user (rule 24). */
const most = 200;

/**
 * Rule 5: whoever leaves, leaves. What is refused about attributes while a change of a user is read: it counts only where the user is not made
 * inactive by the same change.
 */
export class ExcusedForLeaver {
  private readonly attributes = new Set<string>();
  private heard = 0;
  private first: ScimError | undefined;

  /** @param unstorable what was refused about the body before it was read: it holds what cannot be stored */
  constructor(private readonly unstorable?: ScimError) {
    this.first = unstorable;
  }

  /** Reads the change. No other refusal is about a body that holds what cannot be stored: it may repeat some of it. */
  read<Of>(read: (excuse: Excuse) => Of): Of {
    try {
      return read(this.excuse);
    } catch (error) {
      throw this.unstorable ?? error;
    }
  }

  /** The same for a change that is read step by step, others between the steps. */
  async readInSlices<Of>(read: (excuse: Excuse) => Iterator<unknown, Of>): Promise<Of> {
    try {
      return await inSlices(read(this.excuse));
    } catch (error) {
      throw this.unstorable ?? error;
    }
  }

  private readonly excuse: Excuse = ({ schema, attribute, subAttribute }, refusal) => {
    this.heard += 1;
    if (this.heard > most) throw refusal;
    this.first ??= refusal;
    const isPart = subAttribute !== undefined && (schema !== undefined || attribute === 'name');
    const path = { attribute, ...(schema === undefined ? {} : { schema }), ...(isPart ? { subAttribute } : {}) };
    this.attributes.add(attribute === 'roles' ? 'userType' : domainAttribute(path));
  };

  /**
   * The attributes that stay as they are stored, in the domain's words.
   * @throws ScimError the first refusal, where the user stays
   */
  kept(leaves: boolean): string[] {
    if (!leaves && this.first) throw this.first;
    return [...this.attributes];
  }
}

/** Of a whole user who leaves: what is too long for a command is left out, and stays as stored. */
export function shortenedForLeaver(
  whole: Partial<UserInput> & Pick<UserInput, 'profile'>,
  kept: readonly string[],
): { readonly whole: UserInput; readonly kept: string[] } {
  const stays = new Set(kept);
  const { userName, externalId, userType, userTypes, ...rest } = whole;
  const isShort = (name: Parameters<typeof isTooLong>[0], ...texts: readonly (string | undefined)[]) => {
    const short = texts.every((text) => text === undefined || !isTooLong(name, text));
    if (!short) stays.add(name);
    return short;
  };
  const short: UserInput = {
    ...rest,
    userName: isShort('userName', userName) && userName !== undefined ? userName : '-', // a command has one; this one is not used
    ...(externalId !== undefined && isShort('externalId', externalId) ? { externalId } : {}),
    ...(userType !== undefined && isShort('userType', userType) ? { userType } : {}),
    ...(userTypes !== undefined && isShort('userType', ...userTypes) ? { userTypes } : {}),
  };
  return { whole: short, kept: [...stays] };
}

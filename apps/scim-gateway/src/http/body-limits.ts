import type { JsonExcess, JsonLimits } from '@rollcall/gateway-kit/json';
import type { BodyBudgetOptions } from '@rollcall/gateway-kit';
import { limits, ScimError } from '@rollcall/scim';
import { integer, type SettingsOf } from '@rollcall/service-kit';

/** Rules 21, 24: how much one body may hold, beside its size. */
export const limitsOfBody: JsonLimits = { depth: limits.nesting, elements: 10_000, keys: 20_000, keysOfObject: 1_000 };

const megabyte = 1_048_576;

/** The settings of how much memory large bodies may take in this process, in MB. */
export const bodyMemorySettings = {
  bodyMemoryMb: integer('BODY_MEMORY_MB', 72, { min: 32, max: 100_000 }),
  accountBodyMemoryMb: integer('ACCOUNT_BODY_MEMORY_MB', 32, { min: 1, max: 100_000 }),
} as const;

/**
 * Rule 24: with the defaults one account's bodies of 32 MB are read one at a time, and beside one there is room for another account's and
 * for smaller ones. They are parsed one after the other.
 */
export const memoryForBodies = (settings: SettingsOf<typeof bodyMemorySettings>): BodyBudgetOptions => ({
  totalBytes: settings.bodyMemoryMb * megabyte,
  accountBytes: settings.accountBodyMemoryMb * megabyte,
  waitMs: 25_000,
  passingBytes: limits.bulkBytes,
});

/** A member has at most four keys that mean something. */
const keysOfMember = 4;

/** The same for a body about a group. */
export const limitsOfGroupBody: JsonLimits = {
  ...limitsOfBody,
  elements: limits.members + limitsOfBody.elements,
  keys: keysOfMember * limits.members + limitsOfBody.keys,
};

/** The same for a body of a bulk request: as much as its bytes can hold that means something. */
export const limitsOfBulkBody: JsonLimits = { ...limitsOfBody, elements: 60_000, keys: 120_000 };

/** The refusal of a body that holds more. It has not been parsed. */
export function refusalOfExcess(what: JsonExcess, max: JsonLimits): ScimError {
  if (what === 'depth') {
    const detail = `The body is nested deeper than ${max.depth} levels. Send a flatter body.`;
    return new ScimError(400, detail, 'invalidSyntax');
  }
  const sentence = `The body has more than ${max[what]} ${names[what]}, and was not read.`;
  return new ScimError(413, `${sentence} ${max === limitsOfGroupBody ? ofGroups : 'Send less in one request.'}`);
}

const names = { elements: 'values in lists', keys: 'keys', keysOfObject: 'keys in one object' } as const;
const ofGroups = `One request takes at most ${limits.members} members: send the others in PATCH requests that add them.`;

import { invalidValue } from '../errors/refusals.js';
import type { Filter } from '../filter/filter.js';
import type { PatchOperation } from '../patch/patch-operation.js';
import { limits } from './limits.js';

/** What a PATCH asks to be done, all operations together. */
interface PatchWork {
  readonly changes: number;
  /** Values for lists of a user. */
  readonly values: number;
  readonly conditions: number;
  /** Members that are added, replaced or removed. */
  readonly members: number;
}

/**
 * Refuses a PATCH whose operations together ask for too much work, before anything is done (rule 24). Limits of one
 * operation alone would not help: a thousand operations multiply them.
 * @throws ScimError invalidValue, saying what is too much and what to do
 */
export function assertPatchWork(operations: readonly PatchOperation[]): void {
  const work = workOf(operations);
  for (const { of, most, name, hint } of budget) {
    if (work[of] <= most) continue;
    throw invalidValue(
      `The operations of the PATCH ${name} ${work[of]} ${of}; at most ${most} are taken in one request. ${hint}`,
    );
  }
}

const inSeveral = 'Send them in several requests.';
const budget = [
  { of: 'changes', most: limits.patchChanges, name: 'come to', hint: inSeveral },
  { of: 'values', most: limits.patchValues, name: 'bring', hint: inSeveral },
  { of: 'members', most: limits.members, name: 'name', hint: inSeveral },
  {
    of: 'conditions',
    most: limits.patchConditions,
    name: 'have paths with',
    hint: 'Use simpler filters, or send fewer operations.',
  },
] as const;

function workOf(operations: readonly PatchOperation[]): PatchWork {
  const work = { changes: operations.length, values: 0, conditions: 0, members: 0 };
  for (const operation of operations) {
    const { attribute, valueFilter } = operation.path;
    const isOfMembers = attribute === 'members';
    const conditions = valueFilter === undefined ? 0 : conditionsOf(valueFilter);
    work[isOfMembers ? 'members' : 'conditions'] += conditions;
    if (operation.op !== 'remove' && Array.isArray(operation.value))
      work[isOfMembers ? 'members' : 'values'] += operation.value.length;
  }
  return work;
}

/** The comparisons in a filter. */
function conditionsOf(filter: Filter): number {
  if (filter.kind === 'not') return conditionsOf(filter.of);
  if ('of' in filter) return filter.of.reduce((sum, part) => sum + conditionsOf(part), 0);
  return filter.kind === 'valuePath' ? conditionsOf(filter.filter) : 1;
}

import { invalidValue } from '../errors/refusals.js';
import { conditionsIn } from '../filter/filter.js';
import type { PatchOperation } from '../patch/patch-operation.js';
import { limits } from './limits.js';

const inSeveral = 'Send them in several requests.';
const simpler = 'Use simpler filters, or send fewer operations.';

interface Kind {
  readonly of: 'changes' | 'values' | 'members' | 'conditions';
  readonly max: number;
  readonly verb: string;
  readonly hint: string;
}

const ofOnePatch: readonly Kind[] = [
  { of: 'changes', max: limits.patchChanges, verb: 'come to', hint: inSeveral },
  { of: 'values', max: limits.patchValues, verb: 'bring', hint: inSeveral },
  { of: 'members', max: limits.members, verb: 'name', hint: inSeveral },
  { of: 'conditions', max: limits.patchConditions, verb: 'have paths with', hint: simpler },
];

/** What they bring is limited by the size of the body. */
const ofBulk: readonly Kind[] = [
  { of: 'changes', max: limits.bulkPatchChanges, verb: 'come to', hint: inSeveral },
  { of: 'conditions', max: limits.bulkPatchConditions, verb: 'have paths with', hint: simpler },
];

/**
 * How much work the operations of one PATCH may ask for, all together (rule 24). Limits of one operation alone would
 * not help: a thousand operations multiply them.
 */
export class PatchBudget {
  private readonly spent = { changes: 0, values: 0, members: 0, conditions: 0 };

  private constructor(
    private readonly whose: string,
    private readonly kinds: readonly Kind[],
  ) {}

  static ofOnePatch(): PatchBudget {
    return new PatchBudget('The operations of the PATCH', ofOnePatch);
  }

  /** For all PATCHes of a bulk request together, beside the budget of each. */
  static ofBulk(): PatchBudget {
    return new PatchBudget('The PATCHes of the bulk request', ofBulk);
  }

  /**
   * Counts what one operation has come to.
   * @throws ScimError invalidValue, saying what is too much and what to do
   */
  spend(operations: readonly PatchOperation[]): void {
    for (const operation of operations) this.count(operation);
    for (const { of, max, verb, hint } of this.kinds) {
      if (this.spent[of] > max)
        throw invalidValue(`${this.whose} ${verb} more than ${max} ${of}, which are not taken in one request. ${hint}`);
    }
  }

  private count(operation: PatchOperation): void {
    const { attribute, valueFilter } = operation.path;
    const isOfMembers = attribute === 'members';
    this.spent.changes++;
    if (valueFilter) this.spent[isOfMembers ? 'members' : 'conditions'] += conditionsIn(valueFilter);
    if (operation.op !== 'remove' && Array.isArray(operation.value))
      this.spent[isOfMembers ? 'members' : 'values'] += operation.value.length;
  }
}

import { Refusal } from '@rollcall/contracts';
import type { WorkMeter } from './filter.js';

/**
 * How much the filters of one command may compare, in characters: some 20 ms. The gateway limits the conditions of a
 * request (rule 24); how many values they meet, and how long these are, is known only here.
 */
const maxCharacters = 2_500_000;

/** The work that the filters of one command may cause. */
export class ComparisonBudget implements WorkMeter {
  private left = maxCharacters;

  /** @throws Refusal attribute-invalid */
  spend(characters: number): void {
    this.left -= characters;
    if (this.left >= 0) return;
    const problem =
      'the filters of all operations together compare too many values. Send fewer operations in one request, or simpler filters';
    throw new Refusal('attribute-invalid', { attribute: 'path', problem });
  }
}

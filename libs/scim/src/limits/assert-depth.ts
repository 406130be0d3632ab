import { invalidSyntax } from '../errors/refusals.js';
import { limits } from './limits.js';

/**
 * Refuses a JSON value whose objects and arrays are nested too deeply. It recurses no deeper than the limit, and copies
 * no list, however long.
 */
export function assertDepth(value: unknown, deepest: number = limits.nesting): void {
  if (isDeeperThan(value, deepest))
    throw invalidSyntax(`The body is nested deeper than ${deepest} levels. Send a flatter body.`);
}

function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  if (Array.isArray(value)) return value.some((each) => isDeeperThan(each, levels - 1));
  return Object.values(value).some((each) => isDeeperThan(each, levels - 1));
}

import { invalidSyntax } from '../errors/refusals.js';
import { limits } from './limits.js';

/**
 * Refuses a JSON value whose objects and arrays are nested too deeply. It does not recurse, so it needs no deep stack
 * itself.
 */
export function assertDepth(value: unknown, deepest: number = limits.nesting): void {
  if (!isContainer(value)) return;
  let level: object[] = [value];
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > deepest) throw invalidSyntax(`The body is nested deeper than ${deepest} levels. Send a flatter body.`);
    level = level.flatMap((container) => Object.values(container).filter(isContainer));
  }
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

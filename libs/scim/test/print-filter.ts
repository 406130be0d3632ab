import { printPath } from '../src/schemas/attribute-path.js';
import type { Filter } from '../src/filter/filter.js';

/** A filter as text that reads back as the same tree. */
export function printFilter(filter: Filter): string {
  if (filter.kind === 'not') return `not (${printFilter(filter.of)})`;
  if ('of' in filter) return filter.of.map(printPart).join(` ${filter.kind} `);
  const path = printPath(filter.path);
  if (filter.kind === 'present') return `${path} pr`;
  if (filter.kind === 'compare') return `${path} ${filter.operator} ${JSON.stringify(filter.value)}`;
  return `${path}[${printFilter(filter.filter)}]`;
}

/** Every chain within a chain gets parentheses, needed or not. */
function printPart(part: Filter): string {
  return part.kind === 'and' || part.kind === 'or' ? `(${printFilter(part)})` : printFilter(part);
}

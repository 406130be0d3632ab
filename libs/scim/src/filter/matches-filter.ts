import { resolvePath } from '../schemas/attribute-path.js';
import type { Attributes, ResourceSchema } from '../schemas/resource-schema.js';
import type { CompareOperator, Filter } from './filter.js';

type Scalar = string | number | boolean | null;

/** Whether a resource fulfils a resolved filter (RFC 7644 §3.4.2.2). Strings compare without regard to case unless the schema says so. */
export function matchesFilter(filter: Filter, resource: object, schema: ResourceSchema): boolean {
  return matches(filter, (path) => {
    const resolved = resolvePath(path, schema);
    if (!resolved) return { values: [], caseExact: false };
    const root = path.schema === undefined ? resource : own(resource, path.schema);
    const outer = elements(own(root, resolved.path.attribute));
    const { subAttribute } = resolved;
    const values = subAttribute ? outer.flatMap((each) => elements(own(each, subAttribute.name))) : outer;
    return {
      values,
      caseExact: (subAttribute ?? resolved.attribute).caseExact === true,
      subAttributes: resolved.attribute.subAttributes,
    };
  });
}

/** Whether one element of a multi-valued attribute fulfils a resolved filter that stood in brackets. */
export function matchesElement(filter: Filter, element: object, subAttributes: Attributes): boolean {
  return matches(filter, ({ attribute }) => ({
    values: elements(own(element, attribute)),
    caseExact: subAttributes.get(attribute.toLowerCase())?.caseExact === true,
  }));
}

type Look = (path: { schema?: string; attribute: string; subAttribute?: string }) => {
  values: unknown[];
  caseExact: boolean;
  subAttributes?: Attributes | undefined;
};

function matches(filter: Filter, look: Look): boolean {
  switch (filter.kind) {
    case 'and':
      return filter.of.every((part) => matches(part, look));
    case 'or':
      return filter.of.some((part) => matches(part, look));
    case 'not':
      return !matches(filter.of, look);
    case 'present':
      return look(filter.path).values.length > 0;
    case 'valuePath': {
      const { values, subAttributes } = look(filter.path);
      return values.some(
        (each) =>
          typeof each === 'object' && each !== null && matchesElement(filter.filter, each, subAttributes ?? new Map()),
      );
    }
    case 'compare': {
      const { values, caseExact } = look(filter.path);
      const { operator, value } = filter;
      if (operator === 'ne') return !values.some((each) => compares('eq', each, value, caseExact));
      if (value === null) return operator === 'eq' && values.length === 0;
      return values.some((each) => compares(operator, each, value, caseExact));
    }
  }
}

function compares(operator: Exclude<CompareOperator, 'ne'>, held: unknown, value: Scalar, caseExact: boolean): boolean {
  if (typeof held !== typeof value || held === null || value === null) return false;
  if (typeof held === 'boolean') return operator === 'eq' && held === value;
  const fold = (each: unknown) =>
    (typeof each === 'string' && !caseExact ? each.toLowerCase() : each) as string | number; // of one type, no boolean
  const [one, other] = [fold(held), fold(value)];
  const texts = typeof one === 'string' && typeof other === 'string';
  switch (operator) {
    case 'eq':
      return one === other;
    case 'co':
      return texts && one.includes(other);
    case 'sw':
      return texts && one.startsWith(other);
    case 'ew':
      return texts && one.endsWith(other);
    case 'gt':
      return one > other;
    case 'ge':
      return one >= other;
    case 'lt':
      return one < other;
    case 'le':
      return one <= other;
  }
}

function own(object: unknown, name: string): unknown {
  return typeof object === 'object' && object !== null && Object.hasOwn(object, name)
    ? (object as Record<string, unknown>)[name]
    : undefined;
}

function elements(value: unknown): unknown[] {
  return (Array.isArray(value) ? value : [value]).filter((each) => each !== undefined && each !== null && each !== '');
}

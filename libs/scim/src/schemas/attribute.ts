import type { AttributeDefinition } from './schema-definition.js';

type Characteristics = Partial<Omit<AttributeDefinition, 'name' | 'description' | 'subAttributes'>>;

const simple = {
  multiValued: false,
  required: false,
  mutability: 'readWrite',
  returned: 'default',
} as const;

/**
 * A definition of which the compiler knows the name and what it holds, so that resources are typed by it
 * (resources.ts).
 */
export type Named<Name extends string, Held extends object> = AttributeDefinition & { readonly name: Name } & Held;
export interface Holding<Type extends AttributeDefinition['type']> {
  readonly type: Type;
}
export interface HoldingParts<Parts> extends Holding<'complex'> {
  readonly subAttributes: Parts;
}

/** A string attribute with the RFC's defaults (RFC 7643 §2.2), except for the characteristics in `of`. */
export function text<Name extends string>(
  name: Name,
  description: string,
  of: Omit<Characteristics, 'type'> = {},
): Named<Name, Holding<'string'>> {
  return { name, type: 'string', description, ...simple, caseExact: false, uniqueness: 'none', ...of };
}

export function truth<Name extends string>(
  name: Name,
  description: string,
  of: Omit<Characteristics, 'type'> = {},
): Named<Name, Holding<'boolean'>> {
  return { name, type: 'boolean', description, ...simple, ...of };
}

export function integer(name: string, description: string, of: Characteristics = {}): AttributeDefinition {
  return { name, type: 'integer', description, ...simple, uniqueness: 'none', ...of };
}

/** References are compared with regard to case (RFC 7643 §2.3.7). */
export function reference<Name extends string>(
  name: Name,
  description: string,
  referenceTypes: readonly string[],
  of: Omit<Characteristics, 'type'> = {},
): Named<Name, Holding<'reference'>> {
  return {
    name,
    type: 'reference',
    description,
    ...simple,
    caseExact: true,
    uniqueness: 'none',
    ...of,
    referenceTypes,
  };
}

export function complex<Name extends string, Parts extends readonly AttributeDefinition[]>(
  name: Name,
  description: string,
  subAttributes: Parts,
  of: Omit<Characteristics, 'type'> = {},
): Named<Name, HoldingParts<Parts>> {
  return { name, type: 'complex', description, ...simple, uniqueness: 'none', ...of, subAttributes };
}

/** A list of complex values. */
export function list<Name extends string, Parts extends readonly AttributeDefinition[]>(
  name: Name,
  description: string,
  subAttributes: Parts,
  of: Omit<Characteristics, 'type'> = {},
): Named<Name, HoldingParts<Parts> & { readonly multiValued: true }> {
  return { ...complex(name, description, subAttributes, of), multiValued: true };
}

/** The values of such attributes; each may be absent. */
export type ValuesOf<Attributes extends readonly AttributeDefinition[]> = {
  [Each in Attributes[number] as Each['name']]?: ValueOf<Each>;
};
type ValueOf<Each> = Each extends { subAttributes: infer Parts extends readonly AttributeDefinition[] }
  ? Each extends { multiValued: true }
    ? ValuesOf<Parts>[]
    : ValuesOf<Parts>
  : Each extends { type: 'boolean' }
    ? boolean
    : string;

import type { AttributeDefinition } from './schema-definition.js';

type Characteristics = Partial<Omit<AttributeDefinition, 'name' | 'description' | 'subAttributes'>>;

const simple = {
  multiValued: false,
  required: false,
  mutability: 'readWrite',
  returned: 'default',
} as const;

/** A string attribute with the RFC's defaults (RFC 7643 §2.2), except for the characteristics in `of`. */
export function text(name: string, description: string, of: Characteristics = {}): AttributeDefinition {
  return { name, type: 'string', description, ...simple, caseExact: false, uniqueness: 'none', ...of };
}

export function truth(name: string, description: string, of: Characteristics = {}): AttributeDefinition {
  return { name, type: 'boolean', description, ...simple, ...of };
}

export function integer(name: string, description: string, of: Characteristics = {}): AttributeDefinition {
  return { name, type: 'integer', description, ...simple, uniqueness: 'none', ...of };
}

/** References are compared with regard to case (RFC 7643 §2.3.7). */
export function reference(
  name: string,
  description: string,
  referenceTypes: readonly string[],
  of: Characteristics = {},
): AttributeDefinition {
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

export function complex(
  name: string,
  description: string,
  subAttributes: readonly AttributeDefinition[],
  of: Characteristics = {},
): AttributeDefinition {
  return { name, type: 'complex', description, ...simple, uniqueness: 'none', ...of, subAttributes };
}

/** A list of complex values. */
export function list(
  name: string,
  description: string,
  subAttributes: readonly AttributeDefinition[],
  of: Characteristics = {},
): AttributeDefinition {
  return complex(name, description, subAttributes, { ...of, multiValued: true });
}

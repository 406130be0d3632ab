import { defaultMetadataStorage as transformations } from 'class-transformer/cjs/storage.js';
import { getMetadataStorage, IS_OPTIONAL } from 'class-validator';
import { schemaOfDecorator, type JsonSchema } from './decorator-schemas.js';
import { descriptionOf } from './described.js';
import { isMayBeAbsent } from './may-be-absent.js';

export type { JsonSchema };
export type Class<T extends object = object> = new () => T;

/**
 * A class declares something that this JSON Schema cannot express, so it could neither be checked fast nor documented
 * correctly.
 */
export class CannotBeSchema extends Error {
  constructor(target: Class, property: string | undefined, why: string) {
    super(`${target.name}${property === undefined ? '' : `.${property}`} cannot be said as JSON Schema: ${why}`);
    this.name = 'CannotBeSchema';
  }
}

/** Whether undeclared properties are ignored, as in messages, or refused, as in requests. */
export type UnknownProperties = 'ignored' | 'refused';

/** How class-validator stores one decorator of one property. */
type Rule = ReturnType<ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']>[number];

/**
 * The JSON Schemas of classes, and of all classes that they contain, by class name, for a document.
 * @param refPrefix the place of these schemas in the document: `#/components/schemas/`
 * @throws CannotBeSchema
 */
export function jsonSchemasOf(
  targets: readonly Class[],
  refPrefix: string,
  unknownProperties: UnknownProperties,
): Record<string, JsonSchema> {
  const named = new Map<string, Class>();
  const schemas: Record<string, JsonSchema> = {};
  const refTo = (target: Class): JsonSchema => {
    const { name } = target;
    const known = named.get(name);
    if (known === undefined) {
      named.set(name, target); // before its schema is made: a class may contain itself
      schemas[name] = schemaOfClass(target, unknownProperties, refTo);
    } else if (known !== target) throw new CannotBeSchema(target, undefined, 'another class here has the same name');
    return { $ref: `${refPrefix}${name}` };
  };
  for (const target of targets) refTo(target);
  return schemas;
}

type RefTo = (target: Class) => JsonSchema;

/**
 * The JSON Schema of one class; it refers to the classes that it contains by `refTo`.
 * @throws CannotBeSchema
 */
export function schemaOfClass(target: Class, unknownProperties: UnknownProperties, refTo: RefTo): JsonSchema {
  const rules = getMetadataStorage().getTargetValidationMetadatas(target, '', true, false);
  if (rules.length === 0) throw new CannotBeSchema(target, undefined, 'it declares no property');
  if (isExposedOrExcluded(target))
    throw new CannotBeSchema(target, undefined, 'Expose or Exclude changes what is checked');
  const initial = new target() as Readonly<Record<string, unknown>>;
  const properties: Record<string, JsonSchema> = {};
  const required: string[] = [];
  for (const [property, ofProperty] of Map.groupBy(rules, ({ propertyName }) => propertyName)) {
    properties[property] = {
      ...schemaOfProperty(target, property, ofProperty, refTo),
      ...annotationsOf(target, property, initial[property]),
    };
    if (!ofProperty.some(isCondition)) required.push(property);
  }
  return {
    type: 'object',
    properties,
    ...(required.length > 0 ? { required } : {}),
    ...(unknownProperties === 'refused' ? { additionalProperties: false } : {}),
  };
}

/** Annotations, which validate nothing and inform readers of a document: the property's description and its default. */
function annotationsOf(target: Class, property: string, initial: unknown): JsonSchema {
  const description = descriptionOf(target, property);
  return {
    ...(description === undefined ? {} : { description }),
    ...(['string', 'number', 'boolean'].includes(typeof initial) ? { default: initial } : {}),
  };
}

function isExposedOrExcluded(target: Class): boolean {
  const declared = [transformations.getExcludedMetadatas(target), transformations.getExposedMetadatas(target)];
  return transformations.getStrategy(target) !== 'none' || declared.flat().length > 0;
}

function schemaOfProperty(target: Class, property: string, rules: readonly Rule[], refTo: RefTo): JsonSchema {
  const refuse = (why: string) => new CannotBeSchema(target, property, why);
  if (property in {}) throw refuse('every object has a property of that name');
  const whole = new Keywords(refuse);
  const items = new Keywords(refuse);
  for (const rule of rules) {
    const name = rule.name ?? rule.type;
    if ((rule.groups?.length ?? 0) > 0 || rule.validateIf) throw refuse(`${name} holds only sometimes`);
    if (isCondition(rule)) {
      if (rule.name !== IS_OPTIONAL && !isMayBeAbsent(rule.constraints[0])) throw refuse('ValidateIf runs code');
      continue;
    }
    if (name === 'isObject' && rules.some((other) => saysItsClass(other, rule))) continue; // the schema of its class says it
    const said =
      rule.type === 'nestedValidation'
        ? refTo(nestedClass(target, property, refuse))
        : schemaOfDecorator(name, rule.constraints);
    if (said === undefined) throw refuse(`${name} is not known with these arguments (decorator-schemas.ts)`);
    (rule.each ? items : whole).add(said);
  }
  if (!items.isEmpty) whole.add({ type: 'array', items: items.schema });
  refuseTransformations(target, property, whole.schema, refuse);
  if (rules.some(({ name }) => name === IS_OPTIONAL)) return orNull(whole.schema);
  // A property of any type must still not be null, which `required` alone would accept.
  return whole.isEmpty && !rules.some(isCondition) ? { not: { type: 'null' } } : whole.schema;
}

const isCondition = ({ type }: Rule) => type === 'conditionalValidation';
/** Whether a rule says the class of the same value: of the property, or of each value in its list. */
const saysItsClass = ({ type, each }: Rule, rule: Rule) => type === 'nestedValidation' && !each === !rule.each;

type Refuse = (why: string) => Error;

/**
 * Refuses transformations that class-validator would see: it validates the result of class-transformer, which must
 * equal the JSON in everything that is checked.
 */
function refuseTransformations(
  target: Class,
  property: string,
  { type, $ref, items }: JsonSchema,
  refuse: Refuse,
): void {
  if (transformations.findTransformMetadatas(target, property, 0).length > 0)
    throw refuse('Transform changes what is checked');
  const to = transformations.findTypeMetadata(target, property);
  if (!to) return;
  if (to.reflectedType === Set || to.reflectedType === Map) throw refuse('JSON has lists, no sets and maps');
  const isNested = $ref !== undefined || (items as JsonSchema | undefined)?.$ref !== undefined;
  const staysNumber = to.typeFunction() === (Number as unknown) && (type === 'integer' || type === 'number');
  if (!isNested && !staysNumber) throw refuse('Type changes what is checked');
}

/** The class of a nested object comes from `@Type`. */
function nestedClass(target: Class, property: string, refuse: Refuse): Class {
  const type = transformations.findTypeMetadata(target, property);
  if (!type) throw refuse('ValidateNested needs Type');
  if (type.options?.discriminator) throw refuse('Type has a discriminator');
  return type.typeFunction();
}

/** `@IsOptional` accepts null too. */
function orNull(schema: JsonSchema): JsonSchema {
  const { type, enum: values } = schema;
  if (Object.keys(schema).length === 0) return schema;
  if (type === undefined && values === undefined) return { anyOf: [schema, { type: 'null' }] };
  return {
    ...schema,
    ...(type === undefined ? {} : { type: [type, 'null'] }),
    ...(Array.isArray(values) ? { enum: [...(values as unknown[]), null] } : {}),
  };
}

/**
 * Combines the keywords of several decorators of one value. It refuses two decorators that set the same keyword
 * differently, since one would be lost.
 */
class Keywords {
  readonly schema: Record<string, unknown> = {};

  constructor(private readonly refuse: Refuse) {}

  get isEmpty(): boolean {
    return Object.keys(this.schema).length === 0;
  }

  add(said: JsonSchema): void {
    for (const [keyword, value] of Object.entries(said)) {
      const before = this.schema[keyword];
      const types = [before, value];
      if (keyword === 'type' && types.includes('integer') && types.includes('number')) this.schema[keyword] = 'integer';
      else if (before === undefined || before === value) this.schema[keyword] = value;
      else throw this.refuse(`${keyword} is said twice`);
    }
  }
}

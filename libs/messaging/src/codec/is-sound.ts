import { createRequire } from 'node:module';
import { getMetadataStorage, type ValidationArguments } from 'class-validator';

type Class = new () => object;
type Check = (value: unknown, owner: object) => boolean;

/** What class-validator and class-transformer have noted at the declaration of a property. */
interface Noted {
  readonly type: string;
  readonly propertyName: string;
  readonly each: boolean;
  readonly constraints?: unknown[];
  readonly constraintCls: Class;
  readonly validateIf?: unknown;
  readonly groups?: readonly string[];
}
interface TypeStorage {
  findTypeMetadata(target: Class, property: string): { typeFunction(): Class; options?: object } | undefined;
}

const { defaultMetadataStorage: types } = createRequire(import.meta.url)('class-transformer/cjs/storage') as {
  defaultMetadataStorage: TypeStorage;
};

const checks = new Map<Class, Check>();

/**
 * Whether class-validator would find nothing wrong with this JSON as a payload of the class: true only where it would not. False
 * means "perhaps not": only class-validator itself says what is wrong, and it decides. It reads the same declarations, but puts them
 * together once per class and not once per message, and writes no errors (ADR 0019).
 */
export function isSound(payload: Class, plain: object): boolean {
  return checkOf(payload)(plain, plain);
}

function checkOf(target: Class): Check {
  const known = checks.get(target);
  if (known) return known;
  // Entered before it is made: a class may hold itself.
  checks.set(target, (value, owner) => made(value, owner));
  const made = checkOfClass(target);
  checks.set(target, made);
  return made;
}

/** A check of an object of the class, property by property. */
function checkOfClass(target: Class): Check {
  const noted = getMetadataStorage().getTargetValidationMetadatas(target, '', false, false) as unknown as Noted[]; // its types hide `type`
  const byProperty = Map.groupBy(noted, ({ propertyName }) => propertyName);
  const properties = [...byProperty].map(([name, each]) => ({ name, check: checkOfProperty(target, name, each) }));
  if (properties.length === 0) return () => false;
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    for (const { name, check } of properties) {
      const own = Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
      if (!check(own, value)) return false;
    }
    return true;
  };
}

function checkOfProperty(target: Class, property: string, noted: readonly Noted[]): Check {
  const conditions: Check[] = [];
  const all: Check[] = [];
  for (const each of noted) {
    if (each.validateIf !== undefined || (each.groups?.length ?? 0) > 0) return never;
    if (each.type === 'conditionalValidation') conditions.push(conditionOf(each));
    else if (each.type === 'nestedValidation') all.push(checkOfNested(target, property));
    else if (each.type === 'customValidation' || each.type === 'isDefined') all.push(...constraintsOf(each));
    else return never;
  }
  return (value, owner) => {
    for (const condition of conditions) if (!condition(value, owner)) return true;
    for (const check of all) if (!check(value, owner)) return false;
    return true;
  };
}

const never: Check = () => false;

/** `@IsOptional` and `@ValidateIf`: where it does not hold, nothing else is asked. */
function conditionOf({ constraints: [holds] = [] }: Noted): Check {
  return (value, owner) => Boolean((holds as (owner: object, value: unknown) => unknown)(owner, value));
}

/** `@ValidateNested`: the class of what is nested comes from `@Type`. */
function checkOfNested(target: Class, property: string): Check {
  const type = types.findTypeMetadata(target, property);
  if (!type || (type.options && 'discriminator' in type.options && type.options.discriminator !== undefined))
    return never;
  let nested: Check | undefined;
  const one: Check = (value) => (nested ??= checkOf(type.typeFunction()))(value, value as object);
  return (value) => {
    if (value === undefined) return true;
    return Array.isArray(value) ? value.every((each) => one(each, value)) : one(value, {});
  };
}

function constraintsOf({ propertyName: property, each, constraints = [], constraintCls }: Noted): Check[] {
  const metadata = getMetadataStorage().getTargetValidatorConstraints(constraintCls);
  return metadata.map(({ async, instance }) => {
    if (async) return never;
    return (value, object) => {
      const args: ValidationArguments = { value, object, property, targetName: '', constraints };
      const holds = (one: unknown) => instance.validate(one, args) === true;
      return each && Array.isArray(value) ? value.every(holds) : holds(value);
    };
  });
}

import 'reflect-metadata';
import { defaultMetadataStorage as transformations } from 'class-transformer/cjs/storage.js';
import { getMetadataStorage } from 'class-validator';
import type { Class } from './json-schema.js';

const key = Symbol('conversion');

type Convert = (value: unknown) => unknown;

/**
 * Converts a checked text. The property's other decorators validate the JSON text; the property's type is the result of
 * the conversion.
 */
export function ConvertedBy(convert: (text: string) => unknown): PropertyDecorator {
  return Reflect.metadata(key, convert);
}

/** The conversions of each class's properties, computed once. */
const conversions = new WeakMap<Class, ReadonlyMap<string, Convert>>();

/**
 * Checked JSON as an instance of its class: with the defaults of its fields, in the order in which they are declared,
 * each converted as `@ConvertedBy`, `@Type` and nested classes say. Properties that the class does not declare are left
 * out.
 * @param checked a value for which `validationProblems` found no problem
 */
export function converted<T extends object>(target: Class<T>, checked: object): T {
  const instance = new target();
  const given = checked as Readonly<Record<string, unknown>>;
  for (const [name, convert] of conversionsOf(target)) {
    const value = given[name];
    if (value !== undefined) Object.assign(instance, { [name]: value === null ? null : convert(value) });
  }
  return instance;
}

function conversionsOf(target: Class): ReadonlyMap<string, Convert> {
  const known = conversions.get(target);
  if (known) return known;
  const rules = getMetadataStorage().getTargetValidationMetadatas(target, '', true, false);
  const names = new Set(rules.map(({ propertyName }) => propertyName));
  const found = new Map([...names].map((name) => [name, conversionOf(target, name)]));
  conversions.set(target, found);
  return found;
}

function conversionOf(target: Class, name: string): Convert {
  const own = Reflect.getMetadata(key, target.prototype as object, name) as Convert | undefined;
  if (own) return own;
  const type = transformations.findTypeMetadata(target, name)?.typeFunction();
  if (!type) return (value) => value;
  if (type === (Number as unknown)) return Number;
  const one = (value: unknown) => converted(type, value as object); // checked to be an object
  return (value) => (Array.isArray(value) ? value.map(one) : one(value));
}

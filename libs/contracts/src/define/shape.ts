import { passesFastPath } from '../schema/fast-check.js';
import type { Class } from '../schema/json-schema.js';
import { validationProblems } from '../schema/validation-problems.js';

/** The shape of an answer: a class (class-validator), or a composition of classes. */
export type Shape<Value> = (new () => Value) | ComposedShape<Value>;

/** The result of `listOf`, `nullable`, `recordOf` and `oneOf`. */
interface ComposedShape<Value> {
  readonly fits: (value: unknown) => boolean;
  /** Never set: it only carries the type of the values. */
  readonly type?: Value;
}

/** A JSON array of one shape. */
export const listOf = <Element>(element: Shape<Element>): Shape<Element[]> => ({
  fits: (value) => Array.isArray(value) && value.every((each) => fits(element, each)),
});

/** A shape, or null. */
export const nullable = <Value>(shape: Shape<Value>): Shape<Value | null> => ({
  fits: (value) => value === null || fits(shape, value),
});

/** A JSON object whose keys are data, and whose values have one shape. */
export const recordOf = <Value>(shape: Shape<Value>): Shape<Record<string, Value>> => ({
  fits: (value) =>
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((each) => fits(shape, each)),
});

/** A JSON object with any properties. */
export const anyObject: Shape<object> = {
  fits: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
};

/** One of two shapes. */
export const oneOf = <First, Second>(first: Shape<First>, second: Shape<Second>): Shape<First | Second> => ({
  fits: (value) => fits(first, value) || fits(second, value),
});

/** Whether a JSON value has the shape. Properties that the shape does not know are ignored: the sender may be newer. */
export function fits<Value>(shape: Shape<Value>, value: unknown): value is Value {
  if (typeof shape === 'object') return shape.fits(value);
  const target = shape as Class; // a class creates objects
  if (passesFastPath(target, value, 'ignored')) return true;
  return typeof value === 'object' && value !== null && validationProblems(target, value, 'ignored').length === 0;
}

import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsObject, ValidateNested } from 'class-validator';
import type { Class } from './json-schema.js';

/**
 * An object of another class, which must be there unless the property is optional. `@ValidateNested` alone would also
 * accept a list of such objects, and nothing at all.
 */
export function Nested(of: () => Class): PropertyDecorator {
  const message = '$property must be an object';
  return all(IsObject({ message }), ValidateNested({ message }), Type(of));
}

/** A list of objects of another class. */
export function ListOf(of: () => Class, maxSize?: number): PropertyDecorator {
  const message = 'each value in $property must be an object';
  return all(
    ...(maxSize === undefined ? [] : [ArrayMaxSize(maxSize)]),
    IsArray(),
    IsObject({ each: true, message }),
    ValidateNested({ each: true, message }),
    Type(of),
  );
}

/** As if the decorators stood at the property, one below the other. */
function all(...decorators: readonly PropertyDecorator[]): PropertyDecorator {
  return (target, property) => {
    for (const decorate of decorators.toReversed()) decorate(target, property);
  };
}

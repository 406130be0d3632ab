import { ValidateIf } from 'class-validator';

const isPresent = (_owner: object, value: unknown): boolean => value !== undefined;

/** The property may be absent, but where it is there it is never null: `@IsOptional` takes null too. */
export function MayBeAbsent(): PropertyDecorator {
  return ValidateIf(isPresent);
}

/** Whether the condition of a property is that of `@MayBeAbsent`. */
export function isMayBeAbsent(condition: unknown): boolean {
  return condition === isPresent;
}

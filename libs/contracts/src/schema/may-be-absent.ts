import { ValidateIf } from 'class-validator';

const isPresent = (_owner: object, value: unknown): boolean => value !== undefined;

/** The property may be absent, but not null; `@IsOptional` would accept null too. */
export function MayBeAbsent(): PropertyDecorator {
  return ValidateIf(isPresent);
}

/** Whether the condition of a property comes from `@MayBeAbsent`. */
export function isMayBeAbsent(condition: unknown): boolean {
  return condition === isPresent;
}

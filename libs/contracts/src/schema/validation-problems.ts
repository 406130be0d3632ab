import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { passesFastPath } from './fast-check.js';
import type { Class, UnknownProperties } from './json-schema.js';

export interface ValidationProblem {
  /** The property, as a path of names and indexes; empty for the value itself. */
  readonly at: readonly string[];
  /** What is expected there; the value itself is never part of it. */
  readonly problem: string;
}

const none: readonly ValidationProblem[] = [];

/**
 * The problems of this JSON as a value of the class. Nearly every value passes the fast path and has none. Only the
 * others are checked by class-validator, whose result counts.
 * @throws CannotBeSchema
 */
export function validationProblems(
  target: Class,
  plain: unknown,
  unknownProperties: UnknownProperties = 'ignored',
): readonly ValidationProblem[] {
  if (passesFastPath(target, plain, unknownProperties)) return none;
  if (typeof plain !== 'object' || plain === null || Array.isArray(plain))
    return [{ at: [], problem: 'must be an object' }];
  return explained(target, plain, unknownProperties);
}

function explained(target: Class, plain: object, unknownProperties: UnknownProperties): readonly ValidationProblem[] {
  const strictly = unknownProperties === 'refused' ? { whitelist: true, forbidNonWhitelisted: true } : {};
  const options = { validationError: { target: false, value: false }, ...strictly };
  try {
    const errors = validateSync(plainToInstance(target, plain), options);
    return [
      ...errors.flatMap((error) => problemsOf(error, [])),
      ...(unknownProperties === 'refused' ? passedOver(plain, []) : []),
    ];
  } catch (error) {
    // `@IsEmail` encodes the text as a URI, which throws for a lone surrogate.
    if (error instanceof URIError) return [{ at: [], problem: 'must hold whole characters only' }];
    throw error;
  }
}

/**
 * class-transformer skips these names, so class-validator does not see them. No class has such a property
 * (json-schema.ts).
 */
const namesPassedOver = new Set(['__proto__', 'constructor']);

function passedOver(plain: unknown, holder: readonly string[]): ValidationProblem[] {
  if (typeof plain !== 'object' || plain === null) return [];
  return Object.entries(plain).flatMap(([name, value]) => {
    const at = [...holder, name];
    return namesPassedOver.has(name) ? [{ at, problem: `property ${name} should not exist` }] : passedOver(value, at);
  });
}

function problemsOf(error: ValidationError, holder: readonly string[]): ValidationProblem[] {
  const at = [...holder, error.property];
  return [
    ...Object.values(error.constraints ?? {}).map((problem) => ({ at, problem })),
    ...(error.children ?? []).flatMap((child) => problemsOf(child, at)),
  ];
}

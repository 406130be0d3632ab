import { _, Ajv, type KeywordCxt, type ValidateFunction } from 'ajv';
import { isDateString, isEmail, isUUID, minLength } from 'class-validator';
import { schemaOfClass, type Class, type UnknownProperties } from './json-schema.js';

/**
 * Compiles the schemas of classes. What it takes, class-validator takes: what JSON Schema leaves open, or counts otherwise than
 * class-validator, is done by class-validator's own functions, or more strictly.
 */
const compiler = new Ajv({
  strict: true,
  allowUnionTypes: true,
  messages: false, // class-validator explains
  meta: false,
  validateSchema: false, // they are made here
  unicodeRegExp: false, // as class-validator's patterns are
  inlineRefs: false, // a class is compiled once, and not once more in each class that holds it
  code: { optimize: false }, // halves the time of compiling; V8 does the same
});
compiler.addFormat('uuid', (text: string) => isUUID(text));
// class-validator throws for half of a surrogate pair.
compiler.addFormat('email', (text: string) => text.isWellFormed() && isEmail(text));
compiler.addFormat('date-time', (text: string) => isDateString(text));
const ofText = { type: 'string', schemaType: 'number' } as const;
compiler.removeKeyword('maxLength').addKeyword({
  ...ofText,
  keyword: 'maxLength',
  // In UTF-16 units, of which there are never fewer than class-validator counts.
  code: (context: KeywordCxt) => context.fail(_`${context.data}.length > ${context.schemaCode}`),
});
compiler.removeKeyword('minLength').addKeyword({
  ...ofText,
  keyword: 'minLength',
  // Several units may count as fewer characters, but never as none.
  compile: (least: number) => (text: string) => text.length >= least && (least <= 1 || minLength(text, least)),
});

/** Under which each class is known to the compiler: the names alone may be taken twice. */
const idsOf: Record<UnknownProperties, Map<Class, string>> = { ignored: new Map(), refused: new Map() };
let idsGiven = 0;
const checks: Record<UnknownProperties, WeakMap<Class, ValidateFunction>> = {
  ignored: new WeakMap(),
  refused: new WeakMap(),
};

/**
 * Whether this JSON is certainly as the class declares: what passes, class-validator accepts. What does not pass may be right all
 * the same; class-validator decides (ADR 0026). The check is compiled from the class's JSON Schema when it is first asked for.
 * @throws CannotBeSchema
 */
export function passesFastPath(target: Class, plain: unknown, unknownProperties: UnknownProperties): boolean {
  let check = checks[unknownProperties].get(target);
  if (!check) {
    check = compiler.getSchema(idOf(target, unknownProperties)) as ValidateFunction; // idOf has made it known
    checks[unknownProperties].set(target, check);
  }
  return check(plain);
}

function idOf(target: Class, unknownProperties: UnknownProperties): string {
  const ids = idsOf[unknownProperties];
  const known = ids.get(target);
  if (known !== undefined) return known;
  const id = `${unknownProperties}-${++idsGiven}-${target.name}`;
  ids.set(target, id); // before its schema is made: a class may hold itself
  try {
    const refTo = (nested: Class) => ({ $ref: idOf(nested, unknownProperties) });
    compiler.addSchema(schemaOfClass(target, unknownProperties, refTo), id);
  } catch (error) {
    ids.delete(target); // so that the next to ask is told the same
    throw error;
  }
  return id;
}

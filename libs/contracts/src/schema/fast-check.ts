import { _, Ajv, type KeywordCxt, type ValidateFunction } from 'ajv';
import { isDateString, isEmail, isUUID, minLength } from 'class-validator';
import { isFilter, isFilterName } from '../filter.js';
import { openListKeyword } from './open-list.js';
import { schemaOfClass, type Class, type UnknownProperties } from './json-schema.js';

/**
 * Compiles the schemas of classes. class-validator accepts whatever they accept: where JSON Schema is vague, or counts
 * differently from class-validator, they use class-validator's own functions or a stricter rule.
 */
const compiler = new Ajv({
  strict: true,
  allowUnionTypes: true,
  messages: false, // class-validator makes the messages
  meta: false,
  validateSchema: false, // json-schema.ts makes them
  unicodeRegExp: false, // as in class-validator's patterns
  inlineRefs: false, // compiles a class once, not again in each class that contains it
  code: { optimize: false }, // halves the time to compile; V8 optimizes as well
});
compiler.addFormat('uuid', (text: string) => isUUID(text));
// class-validator throws for a lone surrogate.
compiler.addFormat('email', (text: string) => text.isWellFormed() && isEmail(text));
compiler.addFormat('date-time', (text: string) => isDateString(text));
compiler.addVocabulary([openListKeyword]); // says something to readers, and checks nothing
const ofText = { type: 'string', schemaType: 'number' } as const;
compiler.removeKeyword('maxLength').addKeyword({
  ...ofText,
  keyword: 'maxLength',
  // Counts UTF-16 units: class-validator's count is never higher.
  code: (context: KeywordCxt) => context.fail(_`${context.data}.length > ${context.schemaCode}`),
});
compiler.removeKeyword('minLength').addKeyword({
  ...ofText,
  keyword: 'minLength',
  // Several UTF-16 units may be one character, but never none.
  compile: (min: number) => (text: string) => text.length >= min && (min <= 1 || minLength(text, min)),
});
compiler.addKeyword({
  keyword: isFilterName,
  schemaType: 'boolean',
  compile: () => (value: unknown) => value === null || isFilter(value), // the type says whether null is allowed
});

/** The ids of classes in the compiler: two classes may have the same name. */
const idsOf: Record<UnknownProperties, Map<Class, string>> = { ignored: new Map(), refused: new Map() };
let idsGiven = 0;
const checks: Record<UnknownProperties, WeakMap<Class, ValidateFunction>> = {
  ignored: new WeakMap(),
  refused: new WeakMap(),
};

/**
 * Whether this JSON is certainly valid for the class: class-validator accepts whatever passes. What does not pass may
 * still be valid, and class-validator decides (ADR 0026). The check is compiled from the class's JSON Schema on first
 * use.
 * @throws CannotBeSchema
 */
export function passesFastPath(target: Class, plain: unknown, unknownProperties: UnknownProperties): boolean {
  let check = checks[unknownProperties].get(target);
  if (!check) {
    check = compiler.getSchema(idOf(target, unknownProperties)) as ValidateFunction; // idOf has registered it
    checks[unknownProperties].set(target, check);
  }
  return check(plain);
}

function idOf(target: Class, unknownProperties: UnknownProperties): string {
  const ids = idsOf[unknownProperties];
  const known = ids.get(target);
  if (known !== undefined) return known;
  const id = `${unknownProperties}-${++idsGiven}-${target.name}`;
  ids.set(target, id); // before its schema is made: a class may contain itself
  try {
    const refTo = (nested: Class) => ({ $ref: idOf(nested, unknownProperties) });
    compiler.addSchema(schemaOfClass(target, unknownProperties, refTo), id);
  } catch (error) {
    ids.delete(target); // so that the next call throws the same
    throw error;
  }
  return id;
}

import { createRequire } from 'node:module';
import type { JsonSchema } from '@rollcall/contracts';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

const addFormats = formats as unknown as typeof formats.default; // CommonJS: the function is the module
const require = createRequire(import.meta.url);
const described = (errors: readonly ErrorObject[] | null | undefined) =>
  (errors ?? []).map(({ instancePath, message = '' }) => `${instancePath || 'the whole'} ${message}`);

/** Compiled when it is first needed: it takes a second. */
let asyncApi: ValidateFunction | undefined;

function asyncApiSchema(): ValidateFunction {
  const ajv = new Ajv({ strict: false, allErrors: true, meta: false, validateSchema: false }); // it brings draft-07 itself
  addFormats(ajv);
  return ajv.compile(require('@asyncapi/specs/schemas/3.0.0.json') as object);
}

/** What AsyncAPI's own schema finds wrong with a document, and the references in it that lead nowhere. */
export function asyncApiFindings(document: object): string[] {
  const validate = (asyncApi ??= asyncApiSchema());
  const found = validate(document) ? [] : described(validate.errors);
  return [
    ...found,
    ...referencesIn(document).flatMap((each) => (leadsSomewhere(document, each) ? [] : `${each} is not there`)),
  ];
}

function referencesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const { $ref } = value as { readonly $ref?: unknown };
  return [...(typeof $ref === 'string' ? [$ref] : []), ...Object.values(value).flatMap(referencesIn)];
}

function leadsSomewhere(document: object, reference: string): boolean {
  const [, ...names] = reference.split('/');
  const found = names.reduce<unknown>(
    (holder, name) => (holder as Record<string, unknown> | undefined)?.[name],
    document,
  );
  return found !== undefined;
}

/** Compiles published schemas as a reader's validator does: JSON Schema 2020-12 with formats checked. */
export class SchemaValidator {
  private readonly ajv = new Ajv2020({ strict: true, strictTypes: false, allErrors: true });

  constructor() {
    addFormats(this.ajv);
    this.ajv.addVocabulary(['x-extensible-enum']);
  }

  /** @throws Error for what is no JSON Schema 2020-12 */
  compile(schema: JsonSchema): (value: unknown) => string[] {
    const validate: ValidateFunction = this.ajv.compile(schema);
    return (value) => (validate(value) ? [] : described(validate.errors));
  }
}

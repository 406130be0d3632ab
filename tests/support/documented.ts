import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '@rollcall/local-servers';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { isDateString, isEmail, isUUID } from 'class-validator';

interface Operation {
  readonly operationId: string;
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, unknown>> }>>;
}

type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>;

const document = JSON.parse(readFileSync(join(repositoryRoot, 'docs/openapi.json'), 'utf8')) as { paths: Paths };
const ajv = new Ajv2020({ strict: false, allErrors: true });
ajv.addFormat('uuid', (text: string) => isUUID(text));
ajv.addFormat('date-time', (text: string) => isDateString(text));
ajv.addFormat('email', (text: string) => isEmail(text));
ajv.addSchema(document, 'openapi');

const templates = Object.keys(document.paths).map((template) => ({
  template,
  pattern: new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`),
}));

export interface Answered {
  readonly method: string;
  /** As it was asked, with its query. */
  readonly path: string;
  readonly status: number;
  readonly type: string | null;
  readonly body: unknown;
}

/** Where an answer of the workspace API is not as docs/openapi.json says; undefined where it is. */
export function undocumented({ method, path, status, type, body }: Answered): string | undefined {
  const of = `${method} ${path}: ${status}`;
  const template = templates.find(({ pattern }) => pattern.test(path.replace(/\?.*$/, '')))?.template;
  const operation = template === undefined ? undefined : document.paths[template]?.[method.toLowerCase()];
  if (template === undefined || !operation) return status === 404 || status === 405 ? undefined : `${of} of no route`;
  const response = operation.responses[status];
  if (!response) return `${of} is not documented for ${operation.operationId}`;
  const mediaType = Object.keys(response.content ?? {})[0];
  if (mediaType === undefined) return body === undefined ? undefined : `${of} has a body`;
  if (type?.startsWith(mediaType) !== true) return `${of} is ${type ?? 'of no type'}, not ${mediaType}`;
  const pointer = [
    'paths',
    template,
    method.toLowerCase(),
    'responses',
    String(status),
    'content',
    mediaType,
    'schema',
  ];
  const fragment = pointer
    .map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1')))
    .join('/');
  const validate = ajv.getSchema(`openapi#/${fragment}`);
  if (!validate) throw new Error(`docs/openapi.json has no schema for ${of}`);
  return validate(body) === true ? undefined : `${of}: ${ajv.errorsText(validate.errors)} in ${JSON.stringify(body)}`;
}

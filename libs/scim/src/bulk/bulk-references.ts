import type { BulkOperation } from './bulk-request.js';

const prefix = 'bulkId:';

/** The bulkId that a text refers to (RFC 7644 §3.7.2); undefined where it is no reference. */
export function referenceIn(text: string | undefined): string | undefined {
  return text?.startsWith(prefix) ? text.slice(prefix.length) : undefined;
}

/** What quotation marks enclose in the path of a PATCH: `members[value eq "bulkId:qwerty"]`. */
const quoted = /"([^"\\]*)"/g;

/** Every text of an operation that can be an id or a reference: its own id, all values, and what filters compare. */
export function textsOf({ id, data }: BulkOperation): readonly string[] {
  const texts = id === undefined ? [] : [id];
  collectTexts(data, '', texts);
  return texts;
}

function collectTexts(value: unknown, name: string, texts: string[]): void {
  if (typeof value === 'string') {
    texts.push(value);
    if (isPath(name)) for (const [, inner = ''] of value.matchAll(quoted)) texts.push(inner);
  } else if (Array.isArray(value)) {
    for (const each of value) collectTexts(each, '', texts);
  } else if (typeof value === 'object' && value !== null) {
    for (const [part, each] of Object.entries(value)) collectTexts(each, part, texts);
  }
}

const isPath = (name: string) => name.toLowerCase() === 'path';

/**
 * The operation with ids in the places of references.
 * @param idOf the id that a bulkId stands for
 */
export function withIds(operation: BulkOperation, idOf: (bulkId: string) => string): BulkOperation {
  const { id, data } = operation;
  return {
    ...operation,
    ...(id === undefined ? {} : { id: textWithId(id, idOf) }),
    ...(data === undefined ? {} : { data: valueWithIds(data, '', idOf) }),
  };
}

function textWithId(text: string, idOf: (bulkId: string) => string): string {
  const bulkId = referenceIn(text);
  return bulkId === undefined ? text : idOf(bulkId);
}

function valueWithIds(value: unknown, name: string, idOf: (bulkId: string) => string): unknown {
  if (typeof value === 'string') {
    if (!isPath(name)) return textWithId(value, idOf);
    return value.replaceAll(quoted, (_, inner: string) => `"${textWithId(inner, idOf)}"`);
  }
  if (Array.isArray(value)) return value.map((each) => valueWithIds(each, '', idOf));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([part, each]) => [part, valueWithIds(each, part, idOf)]));
}

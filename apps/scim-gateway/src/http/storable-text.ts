import { isStorable, problemOfText, storableText } from '@rollcall/contracts';
import { ScimError } from '@rollcall/scim';

/** The refusal of a value that cannot be stored; undefined where it can. */
export function unstorableIn(value: unknown): ScimError | undefined {
  try {
    assertStorable(value);
    return undefined;
  } catch (error) {
    if (error instanceof ScimError) return error;
    throw error;
  }
}

/** @throws ScimError `invalidValue` naming the attribute that cannot be stored, without its value */
export function assertStorable(value: unknown, path = ''): void {
  const problem = typeof value === 'string' ? problemOfText(value, storableText) : undefined;
  if (problem !== undefined) {
    const detail = `${path === '' ? 'The body' : path} is no text that can be kept: ${problem}. Correct the value.`;
    throw new ScimError(400, detail, 'invalidValue');
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) assertStorable(inner, pathTo(path, key));
}

/** The attribute's path with the names as they were sent; long names are cut, and positions in lists left out. */
function pathTo(path: string, key: string): string {
  if (/^\d+$/.test(key)) return path;
  const name = isStorable(key) ? key.slice(0, 80) : '…';
  return path === '' ? name : `${path}.${name}`;
}

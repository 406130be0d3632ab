import { isStorable } from '@rollcall/contracts';
import { ScimError } from '@rollcall/scim';

/** @throws ScimError `invalidValue` naming the attribute that cannot be stored, without its value */
export function assertStorable(value: unknown, path = ''): void {
  if (typeof value === 'string' && !isStorable(value)) {
    const detail = `${path === '' ? 'The body' : path} holds a character that is no text (U+0000, or half of a surrogate pair). Correct the value.`;
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

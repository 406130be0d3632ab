/**
 * A JSON object: no array, no null. A copy of the function in `libs/contracts`, since this library depends on nothing.
 */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

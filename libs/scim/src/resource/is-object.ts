/** A JSON object: no array, no null. `libs/contracts` says the same for everybody else; this library depends on nothing. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

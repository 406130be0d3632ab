import { limits } from '../limits/limits.js';
import { isObject } from '../resource/is-object.js';

/**
 * leniency: rolesAsJson. Entra writes app roles as JSON texts:
 * `"{\"id\":…,\"value\":\"admin\",\"displayName\":\"Admin\"}"`, alone, in a list, or as the `value` of an element. Any
 * other value is returned as it is.
 */
export function rolesFromJson(value: unknown): unknown {
  const parsed = parsedOrSame(value);
  if (Array.isArray(parsed)) return parsed.map(roleFromJson);
  return roleFromJson(parsed);
}

function roleFromJson(role: unknown): unknown {
  const parsed = parsedOrSame(role);
  if (!isObject(parsed)) return parsed;
  const inner = parsedOrSame(parsed['value']);
  const { displayName, ...rest } = isObject(inner) ? { ...parsed, ...inner } : parsed;
  return typeof displayName === 'string' && rest['display'] === undefined ? { ...rest, display: displayName } : rest;
}

function parsedOrSame(value: unknown): unknown {
  if (typeof value !== 'string' || !(value.startsWith('{') || value.startsWith('['))) return value;
  if (value.length > limits.text) return value; // refused as a text that is too long
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}

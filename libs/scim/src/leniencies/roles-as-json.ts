import { limits } from '../limits/limits.js';
import { invalidValue } from '../errors/refusals.js';
import { isObject } from '../resource/is-object.js';
import { grant, type Leniency } from './leniency.js';

/**
 * Entra writes app roles as JSON texts:
 * `"{\"id\":…,\"value\":\"admin\",\"displayName\":\"Admin\"}"`, alone, in a list, or as the `value` of an element. Any
 * other value is returned as it is.
 * @throws ScimError invalidValue where that is not granted
 */
export function rolesFromJson(value: unknown, leniency: Leniency): unknown {
  const parsed = parsedOrSame(value, leniency);
  if (Array.isArray(parsed)) return parsed.map((each) => roleFromJson(each, leniency));
  return roleFromJson(parsed, leniency);
}

function roleFromJson(role: unknown, leniency: Leniency): unknown {
  const parsed = parsedOrSame(role, leniency);
  if (!isObject(parsed)) return parsed;
  const inner = parsedOrSame(parsed['value'], leniency);
  const { displayName, ...rest } = isObject(inner) ? { ...parsed, ...inner } : parsed;
  return typeof displayName === 'string' && rest['display'] === undefined ? { ...rest, display: displayName } : rest;
}

function parsedOrSame(value: unknown, leniency: Leniency): unknown {
  if (typeof value !== 'string' || !(value.startsWith('{') || value.startsWith('['))) return value;
  if (value.length > limits.text) return value; // refused as a text that is too long
  const parsed = parsedJson(value);
  if (parsed === undefined) return value;
  grant(leniency, 'rolesAsJson', () => invalidValue('A role is a JSON text: send an object with "value".'));
  return parsed;
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

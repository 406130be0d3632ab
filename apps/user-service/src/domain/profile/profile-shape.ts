import {
  isObject,
  problemOfText,
  profileAttributes,
  Refusal,
  type ProfileAttribute,
  type ProfileAttributes,
  storableText,
  withoutDeceptive,
} from '@rollcall/contracts';
import type { Profile } from './profile.js';

/** Rules 1 and 2 refuse characters of these; from other texts controls are left out. */
const isChecked = /^name\.|^emails\.value$/;
const ofLines = /^addresses\.(value|formatted|streetAddress)$/;

/** Marks the first address as primary where none is. SCIM shows it so, and a later change can match it by `primary`. */
export function withPrimaryAddress(profile: Profile): Profile {
  const { emails = [] } = profile;
  if (emails.length === 0 || emails.some(({ primary }) => primary === true)) return profile;
  return { ...profile, emails: emails.map((email, at) => (at === 0 ? { ...email, primary: true } : email)) };
}

/**
 * The known attributes of a profile, in a fixed order and without empty ones; unknown ones are ignored (rule 4).
 * Partial changes bring values of any type, so all values are checked here, against the contract's classes.
 * @throws Refusal attribute-invalid
 */
export function knownProfile(sent: object): Profile {
  return partsOf('', profileAttributes, sent) ?? {};
}

function partsOf(path: string, parts: ProfileAttributes, sent: object): Record<string, unknown> | undefined {
  const kept: Record<string, unknown> = {};
  let empty = true;
  for (const name in parts) {
    const attribute = parts[name];
    const value = (sent as Record<string, unknown>)[name];
    if (attribute === undefined || value === undefined || value === null || value === '') continue;
    const known = valueOf(path === '' ? name : `${path}.${name}`, attribute, value);
    if (known === undefined) continue;
    kept[name] = known;
    empty = false;
  }
  return empty ? undefined : kept;
}

function valueOf(path: string, attribute: ProfileAttribute, value: unknown): unknown {
  switch (attribute.holds) {
    case 'text':
      return textAt(path, value, attribute.maxLength);
    case 'flag':
      return requireValid(path, typeof value === 'boolean', 'true or false is expected') && value;
    case 'parts':
      requireValid(path, isObject(value), 'an object is expected');
      return partsOf(path, attribute.parts, value as object);
    case 'elements':
      requireValid(path, Array.isArray(value), 'a list is expected');
      requireValid(
        path,
        (value as unknown[]).length <= attribute.maxItems,
        `at most ${attribute.maxItems} values are allowed`,
      );
      return elementsOf(path, attribute.parts, value as unknown[]);
  }
}

function textAt(path: string, value: unknown, maxLength: number): string | undefined {
  requireValid(path, typeof value === 'string', 'a text is expected');
  const problem = problemOfText(value as string, { ...storableText, maxLength });
  if (problem !== undefined) throw new Refusal('attribute-invalid', { attribute: path, problem });
  return isChecked.test(path) ? (value as string) : withoutDeceptive(value as string, ofLines.test(path)) || undefined;
}

/**
 * Leaves out elements that have only a label: Okta sends `{ type: 'work', value: '' }` for attributes without value.
 */
function elementsOf(path: string, parts: ProfileAttributes, values: readonly unknown[]): unknown[] | undefined {
  const elements = values.flatMap((value) => {
    requireValid(path, isObject(value), 'a list of objects is expected');
    const element = partsOf(path, parts, value as object);
    return element && Object.keys(element).some((name) => name !== 'type' && name !== 'primary') ? [element] : [];
  });
  return elements.length > 0 ? elements : undefined;
}

function requireValid(attribute: string, holds: boolean, problem: string): true {
  if (!holds) throw new Refusal('attribute-invalid', { attribute, problem });
  return true;
}

import { Refusal } from '@rollcall/contracts';
import type { NameParts } from './profile.js';

/** Rule 2: letters of any script, marks, digits, space, and these. */
const allowed = /^[\p{L}\p{M}\p{Nd} '’\-.,()&/]*$/u;
const allowedCharacter = /^[\p{L}\p{M}\p{Nd} '’\-.,()&/]$/u;

/**
 * Rule 2: no special characters in a name. A component that stays as it was is not checked again.
 * @throws Refusal name-character, naming the attribute and the first character that is not allowed
 */
export function checkPersonName(name: NameParts = {}, before: NameParts = {}): void {
  for (const [component, value] of Object.entries(name) as [keyof NameParts, string | undefined][]) {
    if (value === undefined || value === before[component] || allowed.test(value)) continue;
    const character = Array.from(value).find((each) => !allowedCharacter.test(each)) ?? '';
    throw new Refusal('name-character', { attribute: `name.${component}`, character });
  }
}

/**
 * A client sends back the `formatted` that it got, also when it changes the parts: a formatted name that stayed while a part
 * changed is stale, and is made anew from the parts (identity providers merge their values over our own answer).
 */
export function refreshFormatted(before: NameParts | undefined, after: NameParts | undefined): NameParts | undefined {
  if (after?.formatted === undefined || after.formatted !== before?.formatted) return after;
  const parts = (name: NameParts | undefined) =>
    [name?.honorificPrefix, name?.givenName, name?.middleName, name?.familyName, name?.honorificSuffix].filter(
      (part) => part !== undefined,
    );
  const now = parts(after).join(' ');
  if (now === parts(before).join(' ') || now === '') return after;
  return { ...after, formatted: now };
}

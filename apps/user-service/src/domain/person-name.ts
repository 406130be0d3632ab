import { Refusal, type PersonName } from '@rollcall/contracts';

/** Rule 2: letters of any script, marks, digits, space, and these. */
const allowed = /^[\p{L}\p{M}\p{Nd} '’\-.,()&/]*$/u;
const allowedCharacter = /^[\p{L}\p{M}\p{Nd} '’\-.,()&/]$/u;

/**
 * Rule 2: no special characters in a name.
 * @throws Refusal name-character, naming the attribute and the first character that is not allowed
 */
export function checkPersonName(name: PersonName | undefined): void {
  for (const [component, value] of Object.entries(name ?? {}) as [string, string | undefined][]) {
    if (value === undefined || allowed.test(value)) continue;
    const character = [...value].find((each) => !allowedCharacter.test(each)) ?? '';
    throw new Refusal('name-character', { attribute: `name.${component}`, character });
  }
}

/**
 * A client sends back the `formatted` that it got, also when it changes the parts: a formatted name that stayed while a part
 * changed is stale, and is made anew from the parts (identity providers merge their values over our own answer).
 */
export function refreshFormatted(
  before: PersonName | undefined,
  after: PersonName | undefined,
): PersonName | undefined {
  if (after?.formatted === undefined || after.formatted !== before?.formatted) return after;
  const parts = (name: PersonName | undefined) =>
    [name?.honorificPrefix, name?.givenName, name?.middleName, name?.familyName, name?.honorificSuffix].filter(
      (part) => part !== undefined,
    );
  const now = parts(after).join(' ');
  if (now === parts(before).join(' ') || now === '') return after;
  return { ...after, formatted: now };
}

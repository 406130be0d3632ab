import { problemOfText, Refusal, type PersonName } from '@rollcall/contracts';
import { nameRule } from './name-rule.js';

export type NameParts = { [Part in keyof PersonName]: PersonName[Part] };

/**
 * Checks rule 2: no special characters in a name. Unchanged components are not checked again.
 * @throws Refusal name-character, naming the attribute, and the first character that is not allowed
 */
export function checkPersonName(name: NameParts = {}, before: NameParts = {}): void {
  for (const [component, value] of Object.entries(name) as [keyof NameParts, string | undefined][]) {
    if (value === undefined || value === before[component]) continue;
    const problem = problemOfText(value, nameRule);
    if (problem !== undefined) throw new Refusal('name-character', { attribute: `name.${component}`, problem });
  }
}

/**
 * Rebuilds a stale `formatted` from the parts of a name. Identity providers merge their values into the user that they
 * read, and so send back the former `formatted` together with a changed part. A `formatted` that stayed while a part
 * changed is therefore stale.
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

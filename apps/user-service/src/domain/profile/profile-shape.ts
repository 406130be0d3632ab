import { isObject, longestText, maxValues, Refusal, isStorable } from '@rollcall/contracts';
import type { Profile } from './profile.js';

/** What an attribute holds: a text, a flag, parts, or a list of elements with parts. */
type Shape = 'text' | 'flag' | { readonly parts: Parts } | { readonly elements: Parts };
type Parts = Readonly<Record<string, Shape>>;

const labelled: Parts = { value: 'text', type: 'text', display: 'text', primary: 'flag' };

/** The attributes that are kept (rule 4), in the order in which they are stored. */
const profileParts: Record<keyof Profile, Shape> = {
  name: {
    parts: {
      formatted: 'text',
      familyName: 'text',
      givenName: 'text',
      middleName: 'text',
      honorificPrefix: 'text',
      honorificSuffix: 'text',
    },
  },
  displayName: 'text',
  nickName: 'text',
  title: 'text',
  profileUrl: 'text',
  preferredLanguage: 'text',
  locale: 'text',
  timezone: 'text',
  emails: { elements: labelled },
  phoneNumbers: { elements: labelled },
  addresses: {
    elements: {
      value: 'text',
      formatted: 'text',
      streetAddress: 'text',
      locality: 'text',
      region: 'text',
      postalCode: 'text',
      country: 'text',
      type: 'text',
      primary: 'flag',
    },
  },
  enterprise: {
    parts: {
      employeeNumber: 'text',
      costCenter: 'text',
      organization: 'text',
      division: 'text',
      department: 'text',
      manager: { parts: { value: 'text', displayName: 'text' } },
    },
  },
};

/** One address is the primary one: where none says so, the first. So it is shown, and so a later change finds it. */
export function withPrimaryAddress(profile: Profile): Profile {
  const { emails = [] } = profile;
  if (emails.length === 0 || emails.some(({ primary }) => primary === true)) return profile;
  return { ...profile, emails: emails.map((email, at) => (at === 0 ? { ...email, primary: true } : email)) };
}

/**
 * The attributes of a profile that we know, in one order and without what is empty; others are ignored (rule 4). Partial
 * changes bring values of any kind, so everything is checked here.
 * @throws Refusal attribute-invalid
 */
export function knownProfile(sent: object): Profile {
  return partsOf('', profileParts, sent) ?? {};
}

function partsOf(path: string, parts: Parts, sent: object): Record<string, unknown> | undefined {
  const kept: Record<string, unknown> = {};
  let empty = true;
  for (const name in parts) {
    const shape = parts[name];
    const value = (sent as Record<string, unknown>)[name];
    if (shape === undefined || value === undefined || value === null || value === '') continue;
    const known = valueOf(path === '' ? name : `${path}.${name}`, shape, value);
    if (known === undefined) continue;
    kept[name] = known;
    empty = false;
  }
  return empty ? undefined : kept;
}

function valueOf(path: string, shape: Shape, value: unknown): unknown {
  if (shape === 'text') return textAt(path, value);
  if (shape === 'flag') return expect(path, typeof value === 'boolean', 'true or false is expected') && value;
  if ('parts' in shape) {
    expect(path, isObject(value), 'an object is expected');
    return partsOf(path, shape.parts, value as object);
  }
  expect(path, Array.isArray(value), 'a list is expected');
  return elementsOf(path, shape.elements, value as unknown[]);
}

function textAt(path: string, value: unknown): string {
  expect(path, typeof value === 'string', 'a text is expected');
  expect(path, (value as string).length <= longestText, `at most ${longestText} characters are kept`);
  expect(path, isStorable(value as string), 'it holds characters that are no text');
  return value as string;
}

/** An element without anything but its label is empty: Okta sends `{ type: 'work', value: '' }` for what is not filled in. */
function elementsOf(path: string, parts: Parts, values: readonly unknown[]): unknown[] | undefined {
  expect(path, values.length <= maxValues, `at most ${maxValues} values are kept`);
  const elements = values.flatMap((value) => {
    expect(path, isObject(value), 'a list of objects is expected');
    const element = partsOf(path, parts, value as object);
    return element && Object.keys(element).some((name) => name !== 'type' && name !== 'primary') ? [element] : [];
  });
  return elements.length > 0 ? elements : undefined;
}

function expect(attribute: string, holds: boolean, problem: string): true {
  if (!holds) throw new Refusal('attribute-invalid', { attribute, problem });
  return true;
}

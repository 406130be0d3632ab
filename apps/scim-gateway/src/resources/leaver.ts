import { limits, userResourceSchema } from '@rollcall/scim';

type Body = Readonly<Record<string, unknown>>;

/** What a command takes of these is shorter than of other texts. */
const longestOf: Readonly<Record<string, number>> = { userName: 320, externalId: 1_000, userType: 200, roles: 200 };

/**
 * Rule 5: whoever leaves, leaves. In a PUT that makes the user inactive, texts that are too long to be kept are left out.
 *
 * @returns the body without them, and the attributes that stay as stored for it, in the domain's words
 */
export function shortenedForLeaver(body: unknown): { readonly body: unknown; readonly kept: string[] } {
  if (!isBody(body) || !leaves(body)) return { body, kept: [] };
  const kept = new Set<string>();
  return { body: Object.fromEntries(Object.entries(body).flatMap((entry) => shortened(entry, kept))), kept: [...kept] };
}

function shortened([key, value]: [string, unknown], kept: Set<string>): [string, unknown][] {
  const name = userResourceSchema.attributes.get(key.toLowerCase())?.name;
  if (name === 'name' && isBody(value)) {
    const long = Object.keys(value).filter((part) => !isShort(value[part]));
    for (const part of long) kept.add(`name.${partNamed(part)}`);
    return [[key, Object.fromEntries(Object.entries(value).filter(([part]) => !long.includes(part)))]];
  }
  if (isShort(value, longestOf[name ?? ''])) return [[key, value]];
  if (name === undefined && !userResourceSchema.extensions.has(key.toLowerCase())) return [[key, value]];
  kept.add(name === 'roles' ? 'userType' : (name ?? 'enterprise'));
  // A user has a userName in every command; this one is not used.
  return name === 'userName' && typeof value === 'string' ? [[key, value.slice(0, longestOf[name])]] : [];
}

const nameParts = userResourceSchema.attributes.get('name')?.subAttributes;
const partNamed = (key: string) => nameParts?.get(key.toLowerCase())?.name ?? key;

function isShort(value: unknown, most: number = limits.text): boolean {
  if (typeof value === 'string') return value.length <= most;
  return typeof value !== 'object' || value === null || Object.values(value).every((each) => isShort(each, most));
}

const leaves = (body: Body) =>
  Object.entries(body).some(([name, value]) => /^active$/i.test(name) && /^false$/i.test(String(value)));

const isBody = (value: unknown): value is Body => typeof value === 'object' && value !== null && !Array.isArray(value);

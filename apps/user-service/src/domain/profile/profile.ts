import { problemOfText, Refusal, type TextRule, type UserProfile } from '@rollcall/contracts';
import { checkPersonName, type NameParts } from './person-name.js';

/** The attributes of a profile as plain values; the contract's class is for validation. */
export type Profile = { [Name in keyof UserProfile]: Name extends 'name' ? NameParts : UserProfile[Name] };

const zones = new Map<string, string>();
for (const zone of Intl.supportedValuesOf('timeZone')) zones.set(zone.toLowerCase(), zone);

const zoneRule: TextRule = { anywhere: /[A-Za-z0-9_+/-]/ };
const tagRule: TextRule = { anywhere: /[A-Za-z0-9_-]/ };
/** Tags with weights, as in an Accept-Language header. */
const tagsRule: TextRule = { anywhere: /[A-Za-z0-9_*;=,. -]/ };

/** What is wrong with a text, as a fact of a refusal. */
function problemIn(text: string, rule: TextRule): { readonly problem?: string } {
  const problem = problemOfText(text, rule);
  return problem === undefined ? {} : { problem };
}

/**
 * Checks rule 4: an IANA time zone, returned in its usual case and without surrounding space. Aliases that the runtime
 * knows (`UTC`, `US/Pacific`) stay as sent.
 */
function checkedTimeZone(said: string): string {
  const timezone = said.trim();
  const canonical = zones.get(timezone.toLowerCase());
  if (canonical !== undefined) return canonical;
  if (!isAlias(timezone)) throw new Refusal('time-zone-unknown', { timezone, ...problemIn(timezone, zoneRule) });
  return timezone;
}

/** Whether a text is an alias of a zone. The runtime accepts offsets such as `+01:00` too, which are no zones. */
function isAlias(timezone: string): boolean {
  if (!/^[A-Za-z]/.test(timezone)) return false;
  try {
    return Intl.DateTimeFormat('en', { timeZone: timezone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** Rule 4: the BCP 47 tag in its usual form, reading `en_US` as `en-US`; undefined for a text that is no tag. */
function languageTag(value: string): string | undefined {
  const tag = value.trim().replaceAll('_', '-');
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch {
    return undefined;
  }
}

function checkedLocale(value: string): string {
  const tag = languageTag(value);
  if (tag !== undefined) return tag;
  throw new Refusal('language-tag-invalid', { attribute: 'locale', value, ...problemIn(value.trim(), tagRule) });
}

/** `preferredLanguage` may be a weighted list, as in an Accept-Language header (RFC 7643 §4.1.1). */
function checkedLanguages(value: string): string {
  const ranges = value.split(',').map((range) => {
    const [name = '', ...weights] = range.split(';').map((part) => part.trim());
    const tag = name === '*' ? name : languageTag(name);
    const isWeighted =
      weights.length <= 1 && weights.every((weight) => /^q=(0(\.\d{1,3})?|1(\.0{1,3})?)$/i.test(weight));
    if (tag !== undefined && isWeighted) return [tag, ...weights].join(';');
    const facts = { attribute: 'preferredLanguage', value, ...problemIn(value, tagsRule) };
    throw new Refusal('language-tag-invalid', facts);
  });
  return ranges.join(', ');
}

/** A browser runs what another scheme says: `javascript:`, `data:`. */
function checkProfileUrl(profileUrl: string): void {
  const { protocol } = URL.canParse(profileUrl) ? new URL(profileUrl) : { protocol: '' };
  if (protocol === 'http:' || protocol === 'https:') return;
  throw new Refusal('attribute-invalid', {
    attribute: 'profileUrl',
    problem: 'it must be an address that begins with https:// or http://',
  });
}

/** With more characters, as JSON, each read and change of the person would weigh on other accounts (rule 24). */
export const longestProfile = 65_536;

/**
 * Checks that what is known of a person is bounded as a whole. Who had more keeps it, and may have less.
 * @throws Refusal attribute-invalid
 */
export function checkLength(known: Profile, before: Profile = {}): void {
  const length = JSON.stringify(known).length;
  if (length <= longestProfile || length <= JSON.stringify(before).length) return;
  const problem = `of one person at most ${longestProfile.toLocaleString('en')} characters are kept, and these are ${length.toLocaleString('en')}`;
  throw new Refusal('attribute-invalid', { attribute: 'All attributes together', problem });
}

/**
 * Checks length, names, address, time zone and languages by rules 2 and 4, and normalizes time zone and languages. Values that are the
 * same in `before` are not checked again.
 * @throws Refusal name-character, attribute-invalid, time-zone-unknown, language-tag-invalid
 */
export function checkedProfile(known: Profile, before: Profile = {}): Profile {
  checkLength(known, before);
  checkPersonName(known.name, before.name);
  const { timezone, locale, preferredLanguage, profileUrl } = known;
  if (profileUrl !== undefined && profileUrl !== before.profileUrl) checkProfileUrl(profileUrl);
  const kept = { ...known };
  if (timezone !== undefined && timezone !== before.timezone) kept.timezone = checkedTimeZone(timezone);
  if (locale !== undefined && locale !== before.locale) kept.locale = checkedLocale(locale);
  if (preferredLanguage !== undefined && preferredLanguage !== before.preferredLanguage)
    kept.preferredLanguage = checkedLanguages(preferredLanguage);
  return kept;
}

import { Refusal, type PersonName, type UserProfile } from '@rollcall/contracts';
import { checkPersonName } from './person-name.js';

/** The attributes of a profile: values, where the contract's class is a check of messages. */
export type Profile = { [Name in keyof UserProfile]: Name extends 'name' ? NameParts : UserProfile[Name] };
export type NameParts = { [Part in keyof PersonName]: PersonName[Part] };

const zones = new Map<string, string>();
for (const zone of Intl.supportedValuesOf('timeZone')) zones.set(zone.toLowerCase(), zone);

/** Rule 4: an IANA time zone, in its usual case; aliases that the runtime knows (`UTC`, `US/Pacific`) stay as sent. */
function checkedTimeZone(timezone: string): string {
  const canonical = zones.get(timezone.toLowerCase());
  if (canonical !== undefined) return canonical;
  if (!isAlias(timezone)) throw new Refusal('time-zone-unknown', { timezone });
  return timezone;
}

/** The runtime takes offsets such as `+01:00` too, but they name no zone. */
function isAlias(timezone: string): boolean {
  if (!/^[A-Za-z]/.test(timezone)) return false;
  try {
    return Intl.DateTimeFormat('en', { timeZone: timezone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** Rule 4: a BCP 47 language tag in its usual form; `en_US` is read as `en-US`. Undefined for anything else. */
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
  if (tag === undefined) throw new Refusal('language-tag-invalid', { attribute: 'locale', value });
  return tag;
}

/** `preferredLanguage` may be a list with weights, as in an Accept-Language header (RFC 7643 §4.1.1). */
function checkedLanguages(value: string): string {
  const ranges = value.split(',').map((range) => {
    const [name = '', ...weights] = range.split(';').map((part) => part.trim());
    const tag = name === '*' ? name : languageTag(name);
    const isWeighted =
      weights.length <= 1 && weights.every((weight) => /^q=(0(\.\d{1,3})?|1(\.0{1,3})?)$/i.test(weight));
    if (tag === undefined || !isWeighted)
      throw new Refusal('language-tag-invalid', { attribute: 'preferredLanguage', value });
    return [tag, ...weights].join(';');
  });
  return ranges.join(', ');
}

/**
 * Rules 2 and 4: checks names, time zone and languages, and brings the last two into their usual form. What `before` holds
 * already was checked when it came.
 * @throws Refusal name-character, time-zone-unknown, language-tag-invalid
 */
export function checkedProfile(known: Profile, before: Profile = {}): Profile {
  checkPersonName(known.name, before.name);
  const { timezone, locale, preferredLanguage } = known;
  const kept = { ...known };
  if (timezone !== undefined && timezone !== before.timezone) kept.timezone = checkedTimeZone(timezone);
  if (locale !== undefined && locale !== before.locale) kept.locale = checkedLocale(locale);
  if (preferredLanguage !== undefined && preferredLanguage !== before.preferredLanguage)
    kept.preferredLanguage = checkedLanguages(preferredLanguage);
  return kept;
}

import { Refusal } from '@rollcall/contracts';
import { checkPersonName } from './person-name.js';
import type { Profile } from './user.js';

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

/** Rule 4: a BCP 47 language tag; `en_US` is read as `en-US`. */
function checkedLanguage(attribute: string, value: string): string {
  const tag = value.trim().replaceAll('_', '-');
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? tag;
  } catch {
    throw new Refusal('language-tag-invalid', { attribute, value });
  }
}

/** `preferredLanguage` may be a list with weights, as in an Accept-Language header (RFC 7643 §4.1.1). */
function checkedLanguages(value: string): string {
  return value
    .split(',')
    .map((part) => {
      const [tag = '', ...weights] = part.split(';').map((each) => each.trim());
      if (weights.length > 1 || weights.some((weight) => !/^q=(0(\.\d{1,3})?|1(\.0{1,3})?)$/i.test(weight)))
        throw new Refusal('language-tag-invalid', { attribute: 'preferredLanguage', value });
      return [checkedLanguage('preferredLanguage', tag), ...weights].join(';');
    })
    .join(', ');
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
  if (locale !== undefined && locale !== before.locale) kept.locale = checkedLanguage('locale', locale);
  if (preferredLanguage !== undefined && preferredLanguage !== before.preferredLanguage)
    kept.preferredLanguage = checkedLanguages(preferredLanguage);
  return kept;
}
